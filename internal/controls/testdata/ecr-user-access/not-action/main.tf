# NotAction: all of ECR but one action is open; nothing of ECR is.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_ecr_repository" "this" {
  for_each = toset(["open", "closed"])
  name     = each.key
}

resource "aws_ecr_repository_policy" "this" {
  for_each   = { open = "ecr:DeleteRepository", closed = "ecr:*" }
  repository = aws_ecr_repository.this[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:root" }
      NotAction = each.value
    }]
  })
}
