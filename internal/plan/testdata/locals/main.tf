# Plan JSON does not say what a local is. A link made of locals alone is
# unresolved; a bare local beside references may be the condition between them.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variable "own_role" {
  type    = bool
  default = true
}

locals {
  cluster_name = aws_eks_cluster.this.id
  own          = var.own_role
  nodes = {
    role_arn   = aws_iam_role.node[0].arn
    subnet_ids = aws_subnet.node[*].id
  }
}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = aws_subnet.node[*].id
  }
}

resource "aws_subnet" "node" {
  count = 2

  vpc_id     = "vpc-0a1b2c3d4e5f60718"
  cidr_block = "10.0.${count.index}.0/24"
}

resource "aws_iam_role" "node" {
  count = local.own ? 1 : 0

  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

# Nothing but locals.
resource "aws_eks_node_group" "alone" {
  cluster_name  = local.cluster_name
  node_role_arn = local.nodes.role_arn
  subnet_ids    = local.nodes.subnet_ids

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

# A local that chooses, and a local that is looked into.
resource "aws_eks_node_group" "chosen" {
  cluster_name  = aws_eks_cluster.this.id
  node_role_arn = local.own ? aws_iam_role.node[0].arn : "arn:aws:iam::111122223333:role/shared"
  subnet_ids    = var.own_role ? aws_subnet.node[*].id : local.nodes.subnet_ids

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

# Through a module's argument and its own local.
module "group" {
  source = "./group"

  cluster    = local.cluster_name
  role_arn   = one(aws_iam_role.node[*].arn)
  subnet_ids = try(local.nodes.subnet_ids, aws_subnet.node[*].id)
}
