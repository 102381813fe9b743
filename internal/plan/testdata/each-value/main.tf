# each.value of literal maps, of maps of references, of chained resources and
# of a set: what it stands for depends on the instance's own key.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variable "groups" {
  type = map(object({
    subnets = list(string)
    cluster = string
  }))
  default = {
    arm = { subnets = ["subnet-0a1b2c3d4e5f60718"], cluster = "prod" }
    x86 = { subnets = ["subnet-0f1e2d3c4b5a69788"], cluster = "staging" }
  }
}

resource "aws_eks_cluster" "this" {
  for_each = {
    prod    = { cidrs = ["203.0.113.0/24"], subnet = "subnet-0a1b2c3d4e5f60718" }
    staging = { cidrs = null, subnet = "subnet-0f1e2d3c4b5a69788" }
  }

  name     = each.key
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids          = [each.value.subnet]
    public_access_cidrs = each.value.cidrs
  }
}

resource "aws_iam_role" "node" {
  for_each = aws_eks_cluster.this

  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_subnet" "node" {
  for_each = toset(["prod", "staging"])

  vpc_id     = "vpc-0a1b2c3d4e5f60718"
  cidr_block = each.value == "prod" ? "10.0.0.0/24" : "10.0.1.0/24"
}

# Chained: each.value is the role of the same key.
resource "aws_eks_node_group" "chained" {
  for_each = aws_iam_role.node

  cluster_name  = aws_eks_cluster.this[each.key].id
  node_role_arn = each.value.arn
  subnet_ids    = [aws_subnet.node[each.key].id]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

# A map whose values are made of references.
resource "aws_eks_node_group" "mapped" {
  for_each = {
    prod    = { cluster = aws_eks_cluster.this["prod"].id, role = aws_iam_role.node["prod"].arn }
    staging = { cluster = aws_eks_cluster.this["staging"].id, role = aws_iam_role.node["staging"].arn }
  }

  cluster_name  = each.value.cluster
  node_role_arn = each.value.role
  subnet_ids    = ["subnet-0a1b2c3d4e5f60718"]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

# A variable's values, through a module with for_each.
module "group" {
  source   = "./group"
  for_each = var.groups

  cluster    = aws_eks_cluster.this[each.value.cluster].id
  role_arn   = aws_iam_role.node[each.value.cluster].arn
  subnet_ids = each.value.subnets
}

# count.index and a splat's element.
resource "aws_eks_node_group" "counted" {
  count = 2

  cluster_name  = values(aws_eks_cluster.this)[count.index].id
  node_role_arn = element(values(aws_iam_role.node)[*].arn, count.index)
  subnet_ids    = values(aws_subnet.node)[*].id

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
