# A module that warns about a cluster that is not up to the benchmark, and goes
# on: for stacks that are on their way there.

terraform {
  required_version = ">= 1.8"

  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
    cisbench = {
      source = "cisbench/cisbench"
    }
  }
}

variable "name" {
  type = string
}

variable "role_arn" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "endpoint_public_access" {
  type    = bool
  default = true
}

resource "aws_eks_cluster" "this" {
  name     = var.name
  role_arn = var.role_arn

  vpc_config {
    subnet_ids              = var.subnet_ids
    endpoint_private_access = true
    endpoint_public_access  = var.endpoint_public_access
  }
}

check "benchmark" {
  assert {
    condition     = length(provider::cisbench::eks_failures(aws_eks_cluster.this)) == 0
    error_message = join("\n", provider::cisbench::eks_failures(aws_eks_cluster.this))
  }
}
