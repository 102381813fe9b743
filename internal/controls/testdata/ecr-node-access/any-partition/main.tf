# The region, and with it the partition, is given on the command line: AWS's own
# policies are the same in each, so that their names are enough.
variable "region" {
  type = string
}

provider "aws" {
  region                      = var.region
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

data "aws_partition" "current" {
  count = 1
}

locals {
  prefix = "arn:${data.aws_partition.current[0].partition}:iam::aws:policy"
}

resource "aws_iam_role" "node" {
  for_each = toset(["pulls", "pushes"])

  name = each.key
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "worker" {
  for_each = aws_iam_role.node

  role       = each.value.name
  policy_arn = "${local.prefix}/AmazonEKSWorkerNodePolicy"
}

resource "aws_iam_role_policy_attachment" "pulls" {
  role       = aws_iam_role.node["pulls"].name
  policy_arn = format("arn:%s:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly", one(data.aws_partition.current[*].partition))
}

resource "aws_iam_role_policy_attachment" "pushes" {
  role       = aws_iam_role.node["pushes"].name
  policy_arn = "${local.prefix}/AmazonEC2ContainerRegistryPowerUser"
}

resource "aws_eks_node_group" "this" {
  for_each = aws_iam_role.node

  cluster_name    = "prod"
  node_group_name = each.key
  node_role_arn   = each.value.arn
  subnet_ids      = ["subnet-0a1b2c3d4e5f60718"]

  scaling_config {
    desired_size = 2
    max_size     = 3
    min_size     = 1
  }
}
