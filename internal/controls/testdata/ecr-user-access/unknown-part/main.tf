# Policies with a part that is known only after apply: to a plan the whole text is
# unknown, its source shows what stands around that part.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "terraform_data" "actions" {
  input = ["ecr:*"]
}

locals {
  everything = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:*", Resource = "*" },
      { Effect = "Allow", Action = ["s3:GetObject"], Resource = "${aws_ecr_repository.app.arn}/*" },
    ]
  })
}

# Through a variable, a conditional and an output.
module "pull" {
  source     = "./policy"
  repository = aws_ecr_repository.app.arn
}

resource "aws_iam_policy" "pull" {
  name   = "pull"
  policy = module.pull.json
}

resource "aws_iam_policy" "pull_heredoc" {
  name   = "pull-heredoc"
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": {
        "Effect": "Allow",
        "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        "Resource": ${jsonencode([aws_ecr_repository.app.arn])}
      }
    }
  EOT
}

# The unknown part decides nothing: another statement allows everything.
resource "aws_iam_policy" "everything" {
  name   = "everything"
  policy = local.everything
}

# The unknown part decides.
resource "aws_iam_policy" "actions" {
  name = "actions"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = terraform_data.actions.output, Resource = "*" }]
  })
}

resource "aws_iam_policy" "statements" {
  name = "statements"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat([for arn in [aws_ecr_repository.app.arn] : { Effect = "Allow", Action = "ecr:BatchGetImage", Resource = arn }], terraform_data.actions.output)
  })
}

resource "aws_iam_group" "developers" {
  name = "developers"
}

resource "aws_iam_group_policy_attachment" "pull" {
  group      = aws_iam_group.developers.name
  policy_arn = aws_iam_policy.pull.arn
}

resource "aws_iam_group_policy_attachment" "pull_heredoc" {
  group      = aws_iam_group.developers.name
  policy_arn = aws_iam_policy.pull_heredoc.arn
}

resource "aws_iam_group_policy_attachment" "everything" {
  group      = aws_iam_group.developers.name
  policy_arn = aws_iam_policy.everything.arn
}

resource "aws_iam_group_policy_attachment" "actions" {
  group      = aws_iam_group.developers.name
  policy_arn = aws_iam_policy.actions.arn
}

resource "aws_iam_group_policy_attachment" "statements" {
  group      = aws_iam_group.developers.name
  policy_arn = aws_iam_policy.statements.arn
}
