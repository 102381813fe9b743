# The principals are named, but they may do everything: three ways to write it.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_ecr_repository" "this" {
  for_each = toset(["ecr", "star", "upper"])
  name     = each.key
}

resource "aws_ecr_repository_policy" "this" {
  for_each   = { ecr = "ecr:*", star = "*", upper = "ECR:*" }
  repository = aws_ecr_repository.this[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:root" }
      Action    = each.value
    }
  })
}
