variable "repository" {
  type = string
}

variable "whole" {
  type    = bool
  default = false
}

locals {
  statement = {
    Effect   = "Allow"
    Action   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    Resource = var.repository
  }
}

output "json" {
  value = var.whole ? "{}" : jsonencode({
    Version   = "2012-10-17"
    Statement = [local.statement]
  })
}
