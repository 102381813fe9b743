# Output of one module, variable of the next: the key is two steps away.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "kms" {
  source = "./kms"
}

module "eks" {
  source  = "./eks"
  key_arn = module.kms.key_arn
}
