# An imported cluster: its networks are not written, but AWS told them.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

import {
  to = aws_eks_cluster.this
  id = "prod"
}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d4e5f60718"]
    endpoint_private_access = true
  }

  lifecycle {
    # AWS does not tell it, and a difference would replace the cluster.
    ignore_changes = [bootstrap_self_managed_addons]
  }
}
