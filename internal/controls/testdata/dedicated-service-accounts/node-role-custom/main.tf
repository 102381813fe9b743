# Custom policies are judged by their actions, not by their names.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

locals {
  statements = {
    bucket = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::bucket/*" }]
    ipv6-cni = [
      { Effect = "Allow", Action = ["ec2:AssignIpv6Addresses", "ec2:UnassignIpv6Addresses", "ec2:DescribeInstances", "ec2:DescribeTags", "ec2:DescribeNetworkInterfaces", "ec2:DescribeInstanceTypes"], Resource = "*" },
      { Effect = "Allow", Action = "ec2:CreateTags", Resource = "arn:aws:ec2:*:*:network-interface/*" },
    ]
    any-tags = [{ Effect = "Allow", Action = "ec2:CreateTags", Resource = "*" }]
    push     = [{ Effect = "Allow", Action = ["ecr:PutImage", "ecr:BatchGetImage"], Resource = "*" }]
    mixed    = [{ Effect = "Allow", Action = ["ecr:BatchGetImage", "sqs:SendMessage"], Resource = "*" }]
    star     = [{ Effect = "Allow", Action = "*", Resource = "*" }]
    deny     = [{ Effect = "Deny", Action = "s3:*", Resource = "*" }]
  }
}

resource "aws_eks_cluster" "this" {
  for_each = local.statements
  name     = each.key
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

resource "aws_eks_pod_identity_association" "app" {
  for_each        = local.statements
  cluster_name    = aws_eks_cluster.this[each.key].name
  namespace       = "app"
  service_account = "app"
  role_arn        = "arn:aws:iam::111122223333:role/app"
}

resource "aws_iam_role" "node" {
  for_each = local.statements
  name     = "node-${each.key}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_policy" "extra" {
  for_each = local.statements
  name     = "AmazonEKS-${each.key}"
  policy   = jsonencode({ Version = "2012-10-17", Statement = each.value })
}

resource "aws_iam_role_policy_attachment" "extra" {
  for_each   = local.statements
  role       = aws_iam_role.node[each.key].name
  policy_arn = aws_iam_policy.extra[each.key].arn
}

resource "aws_eks_node_group" "this" {
  for_each        = local.statements
  cluster_name    = aws_eks_cluster.this[each.key].name
  node_group_name = "default"
  node_role_arn   = aws_iam_role.node[each.key].arn
  subnet_ids      = ["subnet-0a1b2c3d4e5f60718"]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
