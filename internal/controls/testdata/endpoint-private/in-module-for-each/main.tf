# One module, two clusters that differ in their endpoints.
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
    prod = { public = false }
    dev  = { public = true }
  }

  name   = each.key
  public = each.value.public
}
