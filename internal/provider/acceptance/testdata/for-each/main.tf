# What for_each makes fits the argument as it is.

terraform {
  required_providers {
    cisbench = {
      source = "cisbench/cisbench"
    }
  }
}

resource "aws_ecr_repository" "app" {
  for_each = toset(["shop", "checkout"])
  name     = each.key
}

locals {
  repositories = aws_ecr_repository.app
}

data "cisbench_eks" "this" {
  repositories = local.repositories
}
