# Whether there is a block at all is known only after apply.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "terraform_data" "choice" {
  input = "scan"
}

resource "aws_ecr_repository" "app" {
  name = "prod/app"

  dynamic "image_scanning_configuration" {
    for_each = terraform_data.choice.output[*]

    content {
      scan_on_push = true
    }
  }
}
