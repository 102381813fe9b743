variable "namespace" {
  type = string
}

variable "account" {
  type = string
}

variable "cluster" {
  type = any
}

locals {
  issuer = replace(var.cluster.identity[0].oidc[0].issuer, "https://", "")
}

data "aws_iam_policy_document" "this" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::111122223333:oidc-provider/${local.issuer}"]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = ["system:serviceaccount:${var.namespace}:${var.account}"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = var.account
  assume_role_policy = data.aws_iam_policy_document.this.json
}
