# Two keys of the plan could be the one that the dynamic block names: both would
# do, and neither is said to be it.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

locals {
  encryption_config = { resources = ["secrets"] }
}

resource "aws_kms_key" "eks" {}

resource "aws_kms_key" "volumes" {}

resource "aws_ebs_volume" "this" {
  availability_zone = "eu-central-1a"
  size              = 8
  encrypted         = true
  kms_key_id        = aws_kms_key.volumes.arn
}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }

  dynamic "encryption_config" {
    for_each = [local.encryption_config]

    content {
      resources = encryption_config.value.resources

      provider {
        key_arn = aws_kms_key.eks.arn
      }
    }
  }
}
