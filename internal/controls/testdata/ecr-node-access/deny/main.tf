# A Deny cancels an Allow when it has no condition and covers the same actions
# and resources, be it in another policy of the role.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

locals {
  deny = {
    same        = { Action = "ecr:PutImage", Resource = "*" }
    wider       = { Action = "ecr:*", Resource = "*" }
    conditional = { Action = "ecr:PutImage", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "false" } } }
    other       = { Action = "ecr:DeleteRepository", Resource = "*" }
    narrower    = { Action = "ecr:PutImage", Resource = "arn:aws:ecr:eu-central-1:111122223333:repository/prod" }
  }
}

resource "aws_iam_role" "node" {
  for_each = local.deny
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

resource "aws_iam_role_policy" "allow" {
  for_each = local.deny
  name     = "allow"
  role     = aws_iam_role.node[each.key].name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = { Effect = "Allow", Action = "ecr:PutImage", Resource = "*" }
  })
}

resource "aws_iam_role_policy" "deny" {
  for_each = local.deny
  name     = "deny"
  role     = aws_iam_role.node[each.key].name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = merge({ Effect = "Deny" }, each.value)
  })
}

resource "aws_eks_node_group" "this" {
  for_each        = local.deny
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
