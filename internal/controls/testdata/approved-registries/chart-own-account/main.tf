# Without the setting: the chart and the image are out of the account's own
# registry.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

data "aws_caller_identity" "current" {}

resource "helm_release" "web" {
  name       = "web"
  repository = "oci://111122223333.dkr.ecr.eu-central-1.amazonaws.com/charts"
  chart      = "shop"

  values = [yamlencode({ image = { repository = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop", tag = "1.4.2" } })]
}
