# The configuration holds nothing of a dynamic block, not even that it is
# there; relevant_attributes names what the whole plan depends on.
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

resource "aws_kms_key" "this" {
  description = "Secrets"
}

resource "aws_kms_key" "unused" {
  description = "nobody refers to it"
}

resource "aws_subnet" "this" {
  vpc_id     = "vpc-0a1b2c3d4e5f60718"
  cidr_block = "10.0.0.0/24"
}

resource "aws_eks_cluster" "unknown" {
  name     = "unknown"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  dynamic "vpc_config" {
    for_each = [1]

    content {
      subnet_ids              = [aws_subnet.this.id]
      endpoint_private_access = true
    }
  }

  dynamic "encryption_config" {
    for_each = var.key_arn == null ? [aws_kms_key.this.arn] : []

    content {
      resources = ["secrets"]

      provider {
        key_arn = encryption_config.value
      }
    }
  }
}

resource "aws_eks_cluster" "none" {
  name     = "none"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }

  dynamic "encryption_config" {
    for_each = var.key_arn == null ? [] : [var.key_arn]

    content {
      resources = ["secrets"]

      provider {
        key_arn = encryption_config.value
      }
    }
  }
}

# The blocks themselves are unknown: how many there are depends on the key.
resource "aws_eks_cluster" "number_unknown" {
  name     = "number-unknown"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }

  dynamic "encryption_config" {
    for_each = aws_kms_key.this.key_id == "" ? [] : [1]

    content {
      resources = ["secrets"]

      provider {
        key_arn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      }
    }
  }
}
