resource "aws_kms_key" "this" {
  description = "Secrets"
}

output "arn" {
  value = aws_kms_key.this.arn
}
