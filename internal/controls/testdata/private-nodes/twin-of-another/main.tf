# The data source reads a subnet of another block of addresses: its table is not that of the nodes' subnet.
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

resource "aws_subnet" "inner" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

data "aws_subnet" "edge" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.9.0/24"
}

resource "aws_route_table" "edge" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_route_table_association" "edge" {
  subnet_id      = data.aws_subnet.edge.id
  route_table_id = aws_route_table.edge.id
}

resource "aws_eks_node_group" "this" {
  cluster_name    = "prod"
  node_group_name = "this"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = [aws_subnet.inner.id]

  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}
