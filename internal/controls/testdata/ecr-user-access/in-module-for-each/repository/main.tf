variable "name" {
  type = string
}

variable "readers" {
  type = list(string)
}

resource "aws_ecr_repository" "this" {
  name = var.name
}

data "aws_iam_policy_document" "this" {
  count = length(var.readers) > 0 ? 1 : 0

  statement {
    actions = ["ecr:BatchGetImage"]

    principals {
      type        = "AWS"
      identifiers = var.readers
    }
  }
}

resource "aws_ecr_repository_policy" "this" {
  count      = length(var.readers) > 0 ? 1 : 0
  repository = aws_ecr_repository.this.name
  policy     = data.aws_iam_policy_document.this[0].json
}
