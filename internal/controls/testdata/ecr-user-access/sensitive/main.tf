# What is sensitive stays out of messages, also where a document is rebuilt whose
# text Terraform does not call sensitive.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variable "partner" {
  default   = "arn:aws:iam::*:role/partner"
  sensitive = true
}

resource "aws_ecr_repository" "deferred" {
  name = "deferred"
}

resource "aws_ecr_repository_policy" "deferred" {
  repository = aws_ecr_repository.deferred.name
  policy     = data.aws_iam_policy_document.deferred.json
}

data "aws_iam_policy_document" "deferred" {
  statement {
    sid     = "Pull"
    actions = ["ecr:BatchGetImage"]
    principals {
      type        = "AWS"
      identifiers = [var.partner]
    }
  }
  statement {
    actions = ["ecr:BatchGetImage"]
    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.ci.arn]
    }
  }
}

resource "aws_iam_role" "ci" {
  name = "ci"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "codebuild.amazonaws.com" } }]
  })
}

resource "aws_ecr_repository" "known" {
  name = "known"
}

resource "aws_ecr_repository_policy" "known" {
  repository = aws_ecr_repository.known.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = var.partner, Effect = "Allow", Action = "ecr:BatchGetImage", Principal = "*" }]
  })
}
