# The exclusive resources list all that a role has.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_iam_role" "node" {
  for_each = toset(["push", "pull"])
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

resource "aws_iam_role_policy_attachments_exclusive" "this" {
  for_each    = { push = "PowerUser", pull = "ReadOnly" }
  role_name   = aws_iam_role.node[each.key].name
  policy_arns = ["arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy", "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistry${each.value}"]
}

resource "aws_iam_role_policies_exclusive" "this" {
  for_each     = aws_iam_role.node
  role_name    = each.value.name
  policy_names = []
}

resource "aws_eks_node_group" "this" {
  for_each        = aws_iam_role.node
  cluster_name    = "prod"
  node_group_name = each.key
  node_role_arn   = each.value.arn
  subnet_ids      = ["subnet-0a1b2c3d4e5f60718"]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
