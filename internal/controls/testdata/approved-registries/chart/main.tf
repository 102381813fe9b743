# The chart's repository and the image in its values are approved.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://charts.example.com/stable"
  chart      = "shop"

  values = [yamlencode({ image = { repository = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop", tag = "1.4.2" } })]
}
