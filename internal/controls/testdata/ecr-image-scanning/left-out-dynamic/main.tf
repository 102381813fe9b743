# A dynamic block over nothing is a block left out.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variable "scan_on_push" {
  type    = bool
  default = null
}

resource "aws_ecr_repository" "app" {
  name = "prod/app"

  dynamic "image_scanning_configuration" {
    for_each = var.scan_on_push[*]

    content {
      scan_on_push = image_scanning_configuration.value
    }
  }
}
