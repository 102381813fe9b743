# Chart repositories are matched by host and path.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://charts.example.com/incubator"
  chart      = "shop"

  values = [yamlencode({ image = { repository = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop", tag = "1.4.2" } })]
}
