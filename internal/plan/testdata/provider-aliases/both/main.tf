terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.near, aws.far]
    }
  }
}

resource "aws_kms_key" "near" {
  provider    = aws.near
  description = "near"
}

resource "aws_kms_replica_key" "far" {
  provider        = aws.far
  primary_key_arn = aws_kms_key.near.arn
}

resource "aws_eks_cluster" "far" {
  provider = aws.far
  name     = "staging"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = aws_kms_replica_key.far.arn
    }
  }
}
