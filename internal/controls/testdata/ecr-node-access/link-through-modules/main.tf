# The role is made in one module and used in another.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "iam" {
  source = "./iam"
}

module "nodes" {
  source   = "./nodes"
  role_arn = module.iam.role_arn
}
