# Key and cluster are made by for_each over the same set: they pair up by key.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_kms_key" "eks" {
  for_each   = { prod = true, dev = false }
  is_enabled = each.value
}

resource "aws_eks_cluster" "this" {
  for_each = toset(["prod", "dev"])
  name     = each.key
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = aws_kms_key.eks[each.key].arn
    }
  }
}
