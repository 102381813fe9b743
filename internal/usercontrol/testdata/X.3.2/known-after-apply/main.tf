# Whether tokens are asked for is known only after apply.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "terraform_data" "choice" {
  input = "x"
}

resource "aws_eks_node_group" "this" {
  cluster_name    = "prod"
  node_group_name = "general"
  node_role_arn   = "arn:aws:iam::111122223333:role/nodes"
  subnet_ids      = ["subnet-0a1b2c3d4e5f60718"]

  scaling_config {
    desired_size = 2
    max_size     = 4
    min_size     = 2
  }

  launch_template {
    id      = aws_launch_template.nodes.id
    version = "1"
  }
}

resource "aws_launch_template" "nodes" {
  name = "nodes"

  metadata_options {
    http_tokens = terraform_data.choice.id == "" ? "optional" : "required"
  }
}
