# The subnets of a node group are those that another group was given, which took them from the cluster, or those
# of a group of subnets for databases, a type that no control reads.
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

resource "aws_subnet" "edge" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.1.0/24"
  map_public_ip_on_launch = true
}

resource "aws_subnet" "inner" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.2.0/24"
}

resource "aws_eks_cluster" "edge" {
  name     = "edge"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids              = [aws_subnet.edge.id]
    endpoint_private_access = true
  }
}

resource "aws_eks_node_group" "first" {
  cluster_name    = aws_eks_cluster.edge.name
  node_group_name = "first"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = aws_eks_cluster.edge.vpc_config[0].subnet_ids

  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}

resource "aws_eks_node_group" "second" {
  cluster_name    = aws_eks_node_group.first.cluster_name
  node_group_name = "second"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = aws_eks_node_group.first.subnet_ids

  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}

resource "aws_eks_node_group" "inner" {
  cluster_name    = aws_eks_node_group.second.cluster_name
  node_group_name = "inner"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = [aws_subnet.inner.id]

  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}

resource "aws_eks_node_group" "third" {
  cluster_name    = aws_eks_node_group.inner.cluster_name
  node_group_name = "third"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = aws_eks_node_group.inner.subnet_ids

  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}

resource "aws_db_subnet_group" "edge" {
  name       = "edge"
  subnet_ids = [aws_subnet.edge.id]
}

resource "aws_eks_node_group" "shared" {
  cluster_name    = "prod"
  node_group_name = "shared"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = aws_db_subnet_group.edge.subnet_ids

  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}
