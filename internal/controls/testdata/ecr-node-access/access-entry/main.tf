# Access entries of a node's type make a role a node role; a STANDARD one, also
# by default, does not. (HYPERPOD_LINUX is refused by this provider version.)
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

locals {
  types = toset(["EC2_LINUX", "EC2_WINDOWS", "EC2", "FARGATE_LINUX", "HYBRID_LINUX", "STANDARD"])
}

resource "aws_iam_role" "this" {
  for_each = local.types
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

resource "aws_iam_role" "user" {
  name = "user"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each   = local.types
  role       = aws_iam_role.this[each.key].name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser"
}

resource "aws_eks_access_entry" "this" {
  for_each      = local.types
  cluster_name  = "prod"
  principal_arn = aws_iam_role.this[each.key].arn
  type          = each.key
}

resource "aws_eks_access_entry" "user" {
  cluster_name  = "prod"
  principal_arn = aws_iam_role.user.arn
}
