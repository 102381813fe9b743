resource "aws_ecr_repository" "shop" {
  name = "shop"
}

# "Only for a moment", so that a partner could pull.
data "aws_iam_policy_document" "shop" {
  statement {
    actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_ecr_repository_policy" "shop" {
  repository = aws_ecr_repository.shop.name
  policy     = data.aws_iam_policy_document.shop.json
}
