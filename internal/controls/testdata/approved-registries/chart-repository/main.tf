# The image in its values is approved, and the chart's repository is not.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://charts.bitnami.com/bitnami"
  chart      = "shop"

  values = [yamlencode({ image = { repository = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop", tag = "1.4.2" } })]
}
