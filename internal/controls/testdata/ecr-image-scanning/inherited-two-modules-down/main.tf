# A module that only calls modules passes its only provider configuration down: the
# registry of the root is that of the module two calls below, whatever key the plan has.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "BASIC"

  rule {
    scan_frequency = "SCAN_ON_PUSH"

    repository_filter {
      filter      = "team-*"
      filter_type = "WILDCARD"
    }
  }
}

module "teams" {
  source   = "./teams"
  for_each = toset(["a", "b"])
  name     = each.key
}
