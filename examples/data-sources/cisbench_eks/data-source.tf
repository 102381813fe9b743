variable "public_access_cidrs" {
  type    = list(string)
  default = ["203.0.113.0/24"]
}

resource "aws_kms_key" "eks" {
  enable_key_rotation = true
}

resource "aws_iam_role" "cluster" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "eks.amazonaws.com" }
    }]
  })
}

resource "aws_eks_cluster" "this" {
  name     = "shop"
  role_arn = aws_iam_role.cluster.arn

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]
    endpoint_private_access = true
    public_access_cidrs     = var.public_access_cidrs
  }

  encryption_config {
    resources = ["secrets"]
    provider {
      key_arn = aws_kms_key.eks.arn
    }
  }
}

resource "aws_ecr_repository" "app" {
  for_each = toset(["shop", "checkout"])
  name     = each.key

  image_scanning_configuration {
    scan_on_push = true
  }
}

# Through locals, so that the data source is read at plan.
locals {
  cluster      = aws_eks_cluster.this
  repositories = aws_ecr_repository.app
}

data "cisbench_eks" "this" {
  cluster             = local.cluster
  public_access_cidrs = var.public_access_cidrs
  repositories        = local.repositories

  # This cluster keeps a public endpoint, limited to known networks.
  exclude      = ["5.4.2"]
  min_severity = "medium"
}

output "cluster_name" {
  value = aws_eks_cluster.this.name

  precondition {
    condition     = data.cisbench_eks.this.passed
    error_message = data.cisbench_eks.this.report_markdown
  }
}
