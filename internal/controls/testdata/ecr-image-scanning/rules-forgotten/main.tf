# Terraform forgets the rules of the registry, which go on to skip this repository.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_ecr_repository" "app" {
  name = "app"

  image_scanning_configuration {
    scan_on_push = true
  }
}

removed {
  from = aws_ecr_registry_scanning_configuration.this

  lifecycle {
    destroy = false
  }
}
