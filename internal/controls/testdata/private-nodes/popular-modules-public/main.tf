# The same modules, with the public subnets handed over.
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

module "nodes" {
  source     = "./nodes"
  subnet_ids = module.vpc.public_subnets
}
