# Inspector is turned on for ECR: activation switches the registry to enhanced
# scanning, by filters that this plan does not show.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_inspector2_enabler" "this" {
  account_ids    = ["111122223333"]
  resource_types = ["EC2", "ECR"]
}

resource "aws_ecr_repository" "app" {
  name = "prod/app"

  image_scanning_configuration {
    scan_on_push = false
  }
}
