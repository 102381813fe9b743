# What the user may do refers to something that is known only after apply.
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

resource "terraform_data" "action" {
  input = "ecr:*"
}

data "aws_iam_policy_document" "dev" {
  statement {
    sid       = "known"
    actions   = ["ecr:BatchGetImage"]
    resources = ["*"]
  }

  statement {
    sid       = "later"
    actions   = [terraform_data.action.output]
    resources = ["*"]
  }
}

resource "aws_iam_user_policy" "dev" {
  user   = aws_iam_user.dev.name
  policy = data.aws_iam_policy_document.dev.json
}
