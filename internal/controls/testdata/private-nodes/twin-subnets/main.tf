# Data sources read the subnets, the table and the gateway that are managed here: by a filter, by a block of
# addresses, by the gateway's VPC. The route makes both subnets public.
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

resource "aws_subnet" "first" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_subnet" "second" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.2.0/24"
}

data "aws_subnet" "first" {
  filter {
    name   = "subnet-id"
    values = [aws_subnet.first.id]
  }
}

data "aws_subnet" "second" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.2.0/24"
  depends_on = [aws_subnet.second]
}

data "aws_internet_gateway" "main" {
  filter {
    name   = "attachment.vpc-id"
    values = [aws_vpc.main.id]
  }
  depends_on = [aws_internet_gateway.main]
}

data "aws_route_table" "main" {
  route_table_id = aws_route_table.main.id
}

resource "aws_route_table" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route" "out" {
  route_table_id         = data.aws_route_table.main.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = data.aws_internet_gateway.main.id
}

resource "aws_route_table_association" "first" {
  subnet_id      = data.aws_subnet.first.id
  route_table_id = aws_route_table.main.id
}

resource "aws_route_table_association" "second" {
  subnet_id      = data.aws_subnet.second.id
  route_table_id = aws_route_table.main.id
}

resource "aws_eks_node_group" "first" {
  cluster_name    = "prod"
  node_group_name = "first"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = [aws_subnet.first.id]

  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}

resource "aws_eks_node_group" "second" {
  cluster_name    = "prod"
  node_group_name = "second"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = [data.aws_subnet.second.id]

  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}
