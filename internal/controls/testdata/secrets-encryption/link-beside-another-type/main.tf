# The key is one of two attributes, and the other is no key's: which of them is
# taken cannot be told before the apply, so that a key beside it proves nothing.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_kms_key" "this" {}

resource "aws_ssm_parameter" "key" {
  name  = "/eks/key"
  type  = "String"
  value = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
}

resource "aws_eks_cluster" "this" {
  name     = "main"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = coalesce(aws_ssm_parameter.key.arn, aws_kms_key.this.arn)
    }
  }
}
