# Known only after apply, though all that it refers to is known: a function's
# result is. Only of what AWS computes does that prove it left out.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variable "letter" {
  default = "a"
}

resource "aws_ecr_repository" "app" {
  name = "app"

  image_scanning_configuration {
    scan_on_push = strcontains(uuid(), var.letter)
  }
}
