# The registry beside the repository, as many charts have it.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://charts.example.com/stable"
  chart      = "shop"

  values = [yamlencode({ image = { registry = "111122223333.dkr.ecr.eu-central-1.amazonaws.com", repository = "team/shop" } })]
}
