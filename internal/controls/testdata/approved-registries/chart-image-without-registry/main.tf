# A repository without a registry is on Docker Hub.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://charts.example.com/stable"
  chart      = "shop"

  values = [yamlencode({ image = { repository = "bitnami/redis" } })]
}
