resource "aws_kms_key" "secrets" {
  description = "Secrets of the cluster"
}

resource "aws_kms_key" "logs" {
  description = "Logs"
}

output "secrets" {
  value = aws_kms_key.secrets
}

output "logs_arn" {
  value = aws_kms_key.logs.arn
}
