# The chart's repository is approved, and the image in its values is not.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://charts.example.com/stable"
  chart      = "shop"

  values = [yamlencode({ image = { repository = "quay.io/acme/shop", tag = "1.4.2" } })]
}
