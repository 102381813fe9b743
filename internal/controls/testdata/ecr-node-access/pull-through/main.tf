# Filling a pull through cache writes to ECR: whether this role is meant to is
# for a human to say. Creating repositories for no such reason is a write.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

locals {
  actions = {
    filler  = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository", "ecr:TagResource"]
    creator = ["ecr:CreateRepository"]
    pusher  = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository", "ecr:PutImage"]
  }
}

resource "aws_iam_role" "node" {
  for_each = local.actions
  name     = each.key
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  for_each = local.actions
  role     = aws_iam_role.node[each.key].name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = { Effect = "Allow", Action = each.value, Resource = "*" }
  })
}

resource "aws_eks_node_group" "this" {
  for_each        = local.actions
  cluster_name    = "prod"
  node_group_name = each.key
  node_role_arn   = aws_iam_role.node[each.key].arn
  subnet_ids      = ["subnet-0a1b2c3d4e5f60718"]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
