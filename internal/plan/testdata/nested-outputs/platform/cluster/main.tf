variable "subnet_ids" {
  type = list(string)
}

variable "key_arn" {
  type = string
}

resource "aws_iam_role" "cluster" {
  name = "cluster"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "eks.amazonaws.com" }
    }]
  })
}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = aws_iam_role.cluster.arn

  vpc_config {
    subnet_ids = var.subnet_ids
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = var.key_arn
    }
  }
}

# By the id, which is known only after apply, as the arn is.
output "name" {
  value = aws_eks_cluster.this.id
}

output "arn" {
  value = aws_eks_cluster.this.arn
}
