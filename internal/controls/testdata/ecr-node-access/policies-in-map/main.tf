# The popular module's way: a map of ARNs as a module argument, attached by
# for_each. The only trace of the extra policy is a reference in the call.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_iam_policy" "push" {
  name = "push"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ecr:PutImage", Resource = "*" }]
  })
}

module "nodes" {
  source = "./nodes"

  additional_policies = {
    extra = aws_iam_policy.push.arn
  }
}
