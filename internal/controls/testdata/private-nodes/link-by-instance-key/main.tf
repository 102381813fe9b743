# Subnets and groups pair up by their key.
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

resource "aws_subnet" "this" {
  for_each                = { app = false, edge = true }
  vpc_id                  = aws_vpc.main.id
  cidr_block              = each.value ? "10.0.101.0/24" : "10.0.1.0/24"
  map_public_ip_on_launch = each.value
}

resource "aws_route_table" "this" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route_table_association" "this" {
  for_each       = aws_subnet.this
  subnet_id      = each.value.id
  route_table_id = aws_route_table.this.id
}

resource "aws_eks_node_group" "this" {
  for_each        = toset(["app", "edge"])
  cluster_name    = "prod"
  node_group_name = each.key
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = [aws_subnet.this[each.key].id]

  scaling_config {
    desired_size = 2
    max_size     = 3
    min_size     = 1
  }
}
