# The plan makes a version without public addresses the default one.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "this" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_launch_template" "this" {
  name = "nodes"

  network_interfaces {
    associate_public_ip_address = true
  }
}

resource "aws_eks_node_group" "this" {
  cluster_name    = "prod"
  node_group_name = "nodes"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = [aws_subnet.this.id]

  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }

  dynamic "launch_template" {
    for_each = [aws_launch_template.this]

    content {
      id      = launch_template.value.id
      version = launch_template.value.default_version
    }
  }
}
