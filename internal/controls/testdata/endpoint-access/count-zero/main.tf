# A module that is switched off is silent.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variable "create" {
  type    = bool
  default = false
}

resource "aws_eks_cluster" "this" {
  count    = var.create ? 1 : 0
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

resource "aws_ecr_repository" "app" {
  name = "app"
}
