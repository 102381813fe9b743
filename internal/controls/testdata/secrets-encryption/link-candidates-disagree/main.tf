# One of two keys is meant; one is disabled. Expressions are not in the plan,
# only what they refer to.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variable "shared" {
  type    = bool
  default = true
}

resource "aws_kms_key" "shared" {}

resource "aws_kms_key" "own" {
  is_enabled = false
}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = var.shared ? aws_kms_key.shared.arn : aws_kms_key.own.arn
    }
  }
}
