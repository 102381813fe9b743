# Repositories that a pull through cache creates get their policy from the
# template. One without a policy is no subject.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_ecr_repository_creation_template" "open" {
  prefix      = "docker-hub"
  applied_for = ["PULL_THROUGH_CACHE"]
  repository_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "ecr:BatchGetImage"
    }]
  })
}

resource "aws_ecr_repository_creation_template" "named" {
  prefix      = "quay"
  applied_for = ["PULL_THROUGH_CACHE"]
  repository_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:root" }
      Action    = "ecr:BatchGetImage"
    }]
  })
}

resource "aws_ecr_repository_creation_template" "plain" {
  prefix      = "ghcr"
  applied_for = ["PULL_THROUGH_CACHE"]
}
