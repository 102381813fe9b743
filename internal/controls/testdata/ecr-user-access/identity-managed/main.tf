# A policy of the plan is judged where it is written; it has to be attached to
# somebody, in any of the ways.
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

resource "aws_iam_user" "dev" {
  name = "dev"
}

resource "aws_iam_group" "devs" {
  name = "devs"
}

resource "aws_iam_policy" "user" {
  name = "user-ecr"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "ecr:*"
      Resource = "*"
    }]
  })
}

resource "aws_iam_policy" "group" {
  name = "group-ecr"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "ecr:*"
      Resource = "*"
    }]
  })
}

resource "aws_iam_policy" "role" {
  name = "role-ecr"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "ecr:*"
      Resource = "*"
    }]
  })
}

resource "aws_iam_policy" "several" {
  name = "several-ecr"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "ecr:*"
      Resource = "*"
    }]
  })
}

resource "aws_iam_policy" "unattached" {
  name = "unattached-ecr"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "ecr:*"
      Resource = "*"
    }]
  })
}

resource "aws_iam_user_policy_attachment" "dev" {
  user       = aws_iam_user.dev.name
  policy_arn = aws_iam_policy.user.arn
}

resource "aws_iam_group_policy_attachment" "devs" {
  group      = aws_iam_group.devs.name
  policy_arn = aws_iam_policy.group.arn
}

resource "aws_iam_role_policy_attachment" "ci" {
  role       = aws_iam_role.ci.name
  policy_arn = aws_iam_policy.role.arn
}

resource "aws_iam_policy_attachment" "several" {
  name       = "several"
  policy_arn = aws_iam_policy.several.arn
  users      = [aws_iam_user.dev.name]
  groups     = [aws_iam_group.devs.name]
}
