# An add-on of a cluster elsewhere is no subject.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_eks_addon" "vpc_cni" {
  cluster_name = "other"
  addon_name   = "vpc-cni"
  configuration_values = jsonencode({ enableNetworkPolicy = "true" })
}
