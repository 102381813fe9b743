# The same by set.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://stefanprodan.github.io/podinfo"
  chart      = "podinfo"

  set {
    name  = "service.type"
    value = "LoadBalancer"
  }
}
