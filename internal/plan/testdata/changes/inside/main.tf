resource "aws_kms_key" "this" {
  description = "moved into a module"
}

resource "aws_iam_role" "node" {
  name               = "node"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

output "role_arn" {
  value = aws_iam_role.node.arn
}
