# No labels at all is the worst case, and not one without an answer.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variable "labels" {
  type    = map(string)
  default = { tier = "web" }
}

resource "aws_eks_node_group" "bare" {
  cluster_name    = "shop"
  node_group_name = "bare"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = ["subnet-1"]
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

resource "aws_eks_node_group" "labelled" {
  cluster_name    = "shop"
  node_group_name = "labelled"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = ["subnet-1"]
  labels          = var.labels
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
