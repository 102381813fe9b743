# A chart out of a registry.
resource "helm_release" "web" {
  name       = "web"
  repository = "oci://111122223333.dkr.ecr.eu-central-1.amazonaws.com/charts"
  chart      = "shop"

  values = [yamlencode({ image = { repository = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop", tag = "1.4.2" } })]
}
