# The registry beside the repository, and another one.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://charts.example.com/stable"
  chart      = "shop"

  values = [yamlencode({ image = { registry = "quay.io", repository = "team/shop" } })]
}
