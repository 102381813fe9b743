variable "name" {
  type = string
}

variable "subject" {
  type = string
}

variable "provider_arn" {
  type = string
}

variable "issuer" {
  type = string
}

data "aws_iam_policy_document" "this" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [var.provider_arn]
    }

    condition {
      test     = "StringLike"
      variable = "${replace(var.issuer, "https://", "")}:sub"
      values   = [var.subject]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.this.json
}
