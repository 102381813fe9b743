# The resource of one statement is unknown; the other one is proof.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_iam_user" "dev" {
  name = "dev"
}

resource "aws_sqs_queue" "builds" {
  name = "builds"
}

data "aws_iam_policy_document" "dev" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.builds.arn]
  }

  statement {
    actions   = ["ecr:*"]
    resources = ["*"]
  }
}

resource "aws_iam_user_policy" "dev" {
  user   = aws_iam_user.dev.name
  policy = data.aws_iam_policy_document.dev.json
}
