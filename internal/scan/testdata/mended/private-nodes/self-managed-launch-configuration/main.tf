# A launch configuration gives public addresses; a bool there.
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

resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route_table_association" "private" {
  subnet_id      = aws_subnet.private.id
  route_table_id = aws_route_table.private.id
}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids              = [aws_subnet.private.id]
    endpoint_private_access = true
  }
}

resource "aws_launch_configuration" "node" {
  name_prefix                 = "node-"
  image_id                    = "ami-0a1b2c3d4e5f60718"
  instance_type               = "m5.large"
  associate_public_ip_address = false
}

resource "aws_autoscaling_group" "node" {
  name                 = "node"
  min_size             = 1
  max_size             = 3
  vpc_zone_identifier  = [aws_subnet.private.id]
  launch_configuration = aws_launch_configuration.node.name

  tag {
    key                 = "kubernetes.io/cluster/prod"
    value               = "owned"
    propagate_at_launch = true
  }
}
