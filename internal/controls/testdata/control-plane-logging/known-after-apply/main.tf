# The list comes from a resource that does not exist yet.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "terraform_data" "logs" {
  input = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
}

resource "aws_eks_cluster" "this" {
  name                      = "this"
  role_arn                  = "arn:aws:iam::111122223333:role/eks"
  enabled_cluster_log_types = terraform_data.logs.output

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}
