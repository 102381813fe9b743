# The subnets are outputs of a CloudFormation stack.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_cloudformation_stack" "network" {
  name         = "network"
  template_url = "https://example-bucket.s3.amazonaws.com/network.yaml"
}

resource "aws_eks_node_group" "this" {
  cluster_name    = "prod"
  node_group_name = "default"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = split(",", aws_cloudformation_stack.network.outputs["Subnets"])

  scaling_config {
    desired_size = 2
    max_size     = 3
    min_size     = 1
  }
}
