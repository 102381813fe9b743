# Two stacks of one module.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "stack" {
  source   = "./stack"
  for_each = { dev = "CONFIG_MAP", prod = "API" }
  name     = each.key
  mode     = each.value
}
