# Two functions that pass a deferred document on as it is.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_iam_role" "ci" {
  name = "ci"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "codebuild.amazonaws.com" }
    }]
  })
}

data "aws_iam_policy_document" "team" {
  statement {
    actions = ["ecr:BatchGetImage"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::444455556666:role/team"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_iam_role.ci.arn]
    }
  }
}

resource "aws_ecr_repository" "joined" {
  name = "prod/joined"
}

resource "aws_ecr_repository_policy" "joined" {
  repository = aws_ecr_repository.joined.name
  policy     = join("", [data.aws_iam_policy_document.team.json])
}

resource "aws_ecr_repository" "formatted" {
  name = "prod/formatted"
}

resource "aws_ecr_repository_policy" "formatted" {
  repository = aws_ecr_repository.formatted.name
  policy     = format("%s", data.aws_iam_policy_document.team.json)
}
