# Clusters of one name in two regions: each has the add-on of its own region.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

provider "aws" {
  alias                       = "oregon"
  region                      = "us-west-2"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_eks_cluster" "frankfurt" {
  name     = "main"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
  }
}

resource "aws_eks_cluster" "oregon" {
  provider = aws.oregon
  name     = "main"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-2a1b2c3d4e5f60718", "subnet-3a1b2c3d4e5f60718"]
  }
}

resource "aws_eks_addon" "frankfurt" {
  cluster_name = "main"
  addon_name   = "vpc-cni"
}

resource "aws_eks_addon" "oregon" {
  provider             = aws.oregon
  cluster_name         = "main"
  addon_name           = "vpc-cni"
  configuration_values = jsonencode({ enableNetworkPolicy = "true" })
}
