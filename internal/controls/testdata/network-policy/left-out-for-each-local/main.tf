# The popular EKS module passes its add-ons through for_each, which names bare
# locals beside the variable: conditions, as far as anybody can tell without
# the source [assumes].
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "eks" {
  source = "./eks"
  addons = {
    coredns = {}
    vpc-cni = {}
  }
}
