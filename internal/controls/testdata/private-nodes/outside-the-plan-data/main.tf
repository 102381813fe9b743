# A data source shows the subnet: evidence, but no route table.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

data "aws_subnet" "private" {
  id = "subnet-0a1b2c3d4e5f60718"
}

resource "aws_eks_node_group" "this" {
  cluster_name    = "prod"
  node_group_name = "default"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = [data.aws_subnet.private.id]

  scaling_config {
    desired_size = 2
    max_size     = 3
    min_size     = 1
  }
}
