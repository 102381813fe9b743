# The tier of a pool is an element of what for_each ranges over. A constant says which; a local does not.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "tier" {
  for_each                = { edge = true, inner = false }
  vpc_id                  = aws_vpc.main.id
  cidr_block              = each.value ? "10.0.1.0/24" : "10.0.2.0/24"
  map_public_ip_on_launch = each.value
}

locals {
  pools = { edge = { tier = "inner" } }
}

resource "aws_eks_node_group" "told" {
  for_each        = { edge = "inner", inner = "edge" }
  cluster_name    = "prod"
  node_group_name = "told"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = [aws_subnet.tier[each.value].id]

  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}

resource "aws_eks_node_group" "local" {
  for_each        = local.pools
  cluster_name    = "prod"
  node_group_name = "local"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = [aws_subnet.tier[each.value.tier].id]

  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}
