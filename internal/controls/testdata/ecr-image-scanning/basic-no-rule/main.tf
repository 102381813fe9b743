# Basic scanning without rules leaves it to the repositories.
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
}

resource "aws_ecr_repository" "this" {
  for_each = { scanned = true, not-scanned = false }
  name     = each.key

  image_scanning_configuration {
    scan_on_push = each.value
  }
}
