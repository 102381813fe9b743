# Continuous scanning for names below prod/: one repository matches, the other
# does not, although it says scan_on_push. Enhanced scanning is off for it.
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
    scan_frequency = "CONTINUOUS_SCAN"

    repository_filter {
      filter      = "prod/*"
      filter_type = "WILDCARD"
    }
  }
}

resource "aws_ecr_repository" "this" {
  for_each = toset(["prod/app", "dev/app"])
  name     = each.key

  image_scanning_configuration {
    scan_on_push = true
  }
}
