# More of AWS's policies on node roles, a cluster each: beyond the baseline,
# within it, and in no table.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

locals {
  policies = {
    s3         = "AmazonS3ReadOnlyAccess"
    admin      = "AdministratorAccess"
    efs        = "service-role/AmazonEFSCSIDriverPolicy"
    controller = "AmazonEKSVPCResourceController"
    read       = "ReadOnlyAccess"
    ssm        = "AmazonSSMManagedInstanceCore"
    xray       = "AWSXRayDaemonWriteAccess"
    unlisted   = "AmazonRDSReadOnlyAccess"
  }
}

resource "aws_eks_cluster" "this" {
  for_each = local.policies
  name     = each.key
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

resource "aws_eks_pod_identity_association" "app" {
  for_each        = local.policies
  cluster_name    = aws_eks_cluster.this[each.key].name
  namespace       = "app"
  service_account = "app"
  role_arn        = "arn:aws:iam::111122223333:role/app"
}

resource "aws_iam_role" "node" {
  for_each = local.policies
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

resource "aws_iam_role_policy_attachment" "extra" {
  for_each   = local.policies
  role       = aws_iam_role.node[each.key].name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}

resource "aws_eks_node_group" "this" {
  for_each        = local.policies
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
