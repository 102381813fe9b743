# VPC module and EKS module, in the shape of the popular ones: lists by count,
# outputs, defaults objects, try() and coalescelist().
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "vpc" {
  source = "./vpc"
}

module "eks" {
  source     = "./eks"
  subnet_ids = module.vpc.private_subnets

  node_groups = {
    default = {}
  }
}
