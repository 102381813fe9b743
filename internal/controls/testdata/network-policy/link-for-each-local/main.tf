# As in cloudposse/eks-cluster: the add-ons are a local of the caller, handed to
# a module that looks the optional configuration up with null as its default.
# The plan shows configuration_values as known after apply, though it is null.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

locals {
  addons = [{ addon_name = "vpc-cni" }]
}

resource "aws_eks_cluster" "this" {
  name     = "main"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

module "addons" {
  source  = "./addons"
  addons  = local.addons
  cluster = aws_eks_cluster.this.name
}
