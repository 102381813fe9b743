# Without the setting: an image of a public registry.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://charts.example.com/stable"
  chart      = "shop"

  values = [yamlencode({ image = { repository = "quay.io/acme/shop", tag = "1.4.2" } })]
}
