# The chart's repository is not approved, whatever the values turn out to be.
resource "terraform_data" "tag" {
  input = "1.4.2"
}

resource "helm_release" "web" {
  name       = "web"
  repository = "https://charts.bitnami.com/bitnami"
  chart      = "shop"

  values = [yamlencode({ image = { repository = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop", tag = terraform_data.tag.output } })]
}
