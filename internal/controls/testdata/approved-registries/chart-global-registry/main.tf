# A registry for all of a chart's images.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://charts.example.com/stable"
  chart      = "shop"

  values = [yamlencode({ global = { imageRegistry = "quay.io" }, image = { registry = "111122223333.dkr.ecr.eu-central-1.amazonaws.com", repository = "team/shop" } })]
}
