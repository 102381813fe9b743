# Key and cluster of one instance of a module belong together: the disabled key
# of one instance says nothing about the other's.
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
  for_each = { prod = true, dev = false }

  name    = each.key
  enabled = each.value
}
