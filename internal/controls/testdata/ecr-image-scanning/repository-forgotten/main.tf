# A repository that Terraform forgets is not this configuration's any more.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

removed {
  from = aws_ecr_repository.app

  lifecycle {
    destroy = false
  }
}
