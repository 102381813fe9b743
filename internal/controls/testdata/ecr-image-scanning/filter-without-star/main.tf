# A filter without a star matches every name that contains it.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "ENHANCED"

  rule {
    scan_frequency = "SCAN_ON_PUSH"

    repository_filter {
      filter      = "app"
      filter_type = "WILDCARD"
    }
  }
}

resource "aws_ecr_repository" "this" {
  for_each = toset(["prod/app-server", "prod/tools"])
  name     = each.key
}
