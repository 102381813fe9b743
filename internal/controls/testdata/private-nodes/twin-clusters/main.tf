# Each node group names its cluster through a data source of that cluster: only one has its private endpoint off.
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

resource "aws_eks_cluster" "blue" {
  name     = "blue"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids              = [aws_subnet.inner.id]
    endpoint_private_access = true
  }
}

data "aws_eks_cluster" "blue" {
  name       = aws_eks_cluster.blue.id
  depends_on = [aws_eks_cluster.blue]
}

resource "aws_eks_cluster" "green" {
  name     = "green"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids              = [aws_subnet.inner.id]
    endpoint_private_access = false
  }
}

data "aws_eks_cluster" "green" {
  name       = "green"
  depends_on = [aws_eks_cluster.green]
}

resource "aws_eks_node_group" "blue" {
  cluster_name    = data.aws_eks_cluster.blue.name
  node_group_name = "blue"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = [aws_subnet.inner.id]

  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}

resource "aws_eks_node_group" "green" {
  cluster_name    = data.aws_eks_cluster.green.name
  node_group_name = "green"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = [aws_subnet.inner.id]

  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}
