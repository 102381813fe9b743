# Policy documents: known when the plan is made, deferred because an ARN inside
# is not, merged from others, in a module with for_each, and of a dynamic block.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_iam_role" "ci" {
  name               = "ci"
  assume_role_policy = data.aws_iam_policy_document.known.json
}

data "aws_iam_policy_document" "known" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com", "eks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "deferred" {
  source_policy_documents = [data.aws_iam_policy_document.known.json]

  statement {
    sid       = "Pull"
    actions   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.ci.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-1234567890"]
    }
  }

  statement {
    effect      = "Deny"
    not_actions = ["ecr:*"]
    resources   = ["${aws_iam_role.ci.arn}/x"]

    not_principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "merged" {
  override_policy_documents = [data.aws_iam_policy_document.deferred.json]
}

data "aws_iam_policy_document" "dynamic" {
  dynamic "statement" {
    for_each = [aws_iam_role.ci.arn]

    content {
      actions   = ["sts:AssumeRole"]
      resources = [statement.value]
    }
  }
}

module "trust" {
  source   = "./trust"
  for_each = { app = "app", batch = "jobs" }

  namespace = each.value
  account   = each.key
  cluster   = aws_eks_cluster.this
}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}
