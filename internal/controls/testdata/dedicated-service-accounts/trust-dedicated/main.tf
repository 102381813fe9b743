# Trust policies that name their accounts: one, several, of the namespace
# `default`, by StringLike without a wildcard, beside an audience; and one whose
# star is literal, which admits nobody.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

resource "aws_iam_openid_connect_provider" "eks" {
  url             = aws_eks_cluster.this.identity[0].oidc[0].issuer
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"]
}

locals {
  issuer = trimprefix(aws_iam_openid_connect_provider.eks.url, "https://")

  conditions = {
    one               = { StringEquals = { "${local.issuer}:sub" = "system:serviceaccount:app:api" } }
    several           = { StringEquals = { "${local.issuer}:sub" = ["system:serviceaccount:app:api", "system:serviceaccount:app:web"] } }
    default-namespace = { StringEquals = { "${local.issuer}:sub" = "system:serviceaccount:default:api" } }
    like              = { StringLike = { "${local.issuer}:sub" = "system:serviceaccount:app:api" } }
    audience          = { StringEquals = { "${local.issuer}:sub" = "system:serviceaccount:app:api", "${local.issuer}:aud" = "sts.amazonaws.com" } }
    dead              = { StringEquals = { "${local.issuer}:sub" = "system:serviceaccount:app:*" } }
  }
}

resource "aws_iam_role" "app" {
  for_each = local.conditions
  name     = each.key
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.eks.arn }
      Condition = each.value
    }]
  })
}
