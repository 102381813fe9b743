# One module, two repositories: one scans, one does not.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "repository" {
  source   = "./repository"
  for_each = { app = true, "team/tools" = false }

  name = each.key
  scan = each.value
}
