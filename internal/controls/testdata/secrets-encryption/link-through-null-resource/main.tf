# Two keys are carried by one map. The plan lists what the map refers to, not
# which entry is whose: the disabled key and the good one are both candidates.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_kms_key" "eks" {
  is_enabled = false
}

resource "aws_kms_key" "logs" {}

resource "null_resource" "carrier" {
  triggers = {
    eks  = aws_kms_key.eks.arn
    logs = aws_kms_key.logs.arn
  }
}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = null_resource.carrier.triggers["eks"]
    }
  }
}
