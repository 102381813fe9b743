# Each instance is checked by its own list.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "cluster" {
  source   = "./cluster"
  for_each = { loud = ["api", "audit", "authenticator", "controllerManager", "scheduler"], quiet = ["api"] }
  logs     = each.value
}
