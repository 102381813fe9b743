# One of the images in the values is not approved.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://charts.example.com/stable"
  chart      = "shop"

  values = [yamlencode({ image = { repository = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop" }, metrics = { image = { repository = "quay.io/acme/exporter" } } })]
}
