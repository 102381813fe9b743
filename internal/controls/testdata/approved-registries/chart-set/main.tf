# The image by set.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://charts.example.com/stable"
  chart      = "shop"

  set {
    name  = "image.repository"
    value = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop"
  }

  set {
    name  = "image.tag"
    value = "1.4.2"
  }
}
