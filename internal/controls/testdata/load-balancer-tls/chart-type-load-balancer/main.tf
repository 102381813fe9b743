# The values ask for a load balancer and do not say whether it has TLS.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://stefanprodan.github.io/podinfo"
  chart      = "podinfo"

  values = [yamlencode({ service = { type = "LoadBalancer" } })]
}
