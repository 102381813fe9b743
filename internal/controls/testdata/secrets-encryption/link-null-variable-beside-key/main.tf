# "Bring your own key or get one": the variable is null, so the unknown value
# can only be the key's.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variable "key_arn" {
  type    = string
  default = null
}

resource "aws_kms_key" "eks" {
  count = var.key_arn == null ? 1 : 0
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
      key_arn = var.key_arn == null ? aws_kms_key.eks[0].arn : var.key_arn
    }
  }
}
