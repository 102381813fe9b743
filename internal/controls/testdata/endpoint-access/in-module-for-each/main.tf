# One module, three clusters: named networks, everyone, and networks left out
# by an optional attribute, which is null in the module.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "cluster" {
  source = "./cluster"
  for_each = {
    limited  = { cidrs = ["203.0.113.0/24"] }
    open     = { cidrs = ["0.0.0.0/0"] }
    left-out = { cidrs = null }
  }

  name  = each.key
  cidrs = each.value.cidrs
}
