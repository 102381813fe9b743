# Registry configuration in one module, repository in another, both with the
# provider that they inherit.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "registry" {
  source = "./registry"
  rules  = { SCAN_ON_PUSH = ["prod/*"] }
}

module "repository" {
  source = "./repository"
}
