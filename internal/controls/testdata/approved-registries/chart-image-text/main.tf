# The image as one text.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://charts.example.com/stable"
  chart      = "shop"

  values = [yamlencode({ controller = { image = "quay.io/acme/shop:1.4.2" } })]
}
