# Which of two clusters the association is for is hidden behind a local: it
# counts for both.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "terraform_data" "name" {
  for_each = toset(["one", "two"])
  input    = each.key
}

resource "aws_eks_cluster" "one" {
  name     = terraform_data.name["one"].output
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

resource "aws_eks_cluster" "two" {
  name     = terraform_data.name["two"].output
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

locals {
  cluster_name = aws_eks_cluster.one.name
}

resource "aws_eks_pod_identity_association" "default" {
  cluster_name    = local.cluster_name
  namespace       = "app"
  service_account = "default"
  role_arn        = "arn:aws:iam::111122223333:role/app"
}
