# Inspector is turned on for ECR in every account of the organization.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_inspector2_organization_configuration" "this" {
  auto_enable {
    ec2 = false
    ecr = true
  }
}

resource "aws_ecr_repository" "app" {
  name = "prod/app"
}
