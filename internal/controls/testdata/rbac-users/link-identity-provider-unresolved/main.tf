# An offender whose cluster cannot be told counts for every cluster that it may
# belong to.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_eks_cluster" "a" {
  name     = "a"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

resource "aws_eks_cluster" "b" {
  name     = "b"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

locals {
  cluster = aws_eks_cluster.a.id
}

resource "aws_eks_identity_provider_config" "users" {
  cluster_name = local.cluster

  oidc {
    client_id                     = "kubernetes"
    identity_provider_config_name = "users"
    issuer_url                    = "https://login.example.com"
  }
}
