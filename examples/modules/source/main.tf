# A module that judges its own source: the plan fails before the cluster is
# created, and says in which file and line of the module to look.

terraform {
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

variable "subnet_ids" {
  type = list(string)
}

variable "endpoint_public_access" {
  type    = bool
  default = false
}

variable "public_access_cidrs" {
  type    = list(string)
  default = null
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

# cisbench:ignore=endpoint-private:callers may open the endpoint to their networks
resource "aws_eks_cluster" "this" {
  name     = var.name
  role_arn = aws_iam_role.cluster.arn

  vpc_config {
    subnet_ids              = var.subnet_ids
    endpoint_private_access = true
    endpoint_public_access  = var.endpoint_public_access
    public_access_cidrs     = var.public_access_cidrs
  }

  encryption_config {
    resources = ["secrets"]
    provider {
      key_arn = aws_kms_key.eks.arn
    }
  }

  lifecycle {
    precondition {
      condition     = data.cisbench_eks.module.passed
      error_message = data.cisbench_eks.module.report_markdown
    }
  }
}

# What decides a control is handed over as the caller gave it. No resource is
# among it, so that the data source is read at plan.
data "cisbench_eks" "module" {
  source = path.module

  variables = {
    name                   = var.name
    subnet_ids             = var.subnet_ids
    endpoint_public_access = var.endpoint_public_access
    public_access_cidrs    = var.public_access_cidrs
  }
}

output "cluster_name" {
  value = aws_eks_cluster.this.name
}
