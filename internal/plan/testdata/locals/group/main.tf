variable "cluster" {
  type = string
}

variable "role_arn" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

locals {
  role_arn = var.role_arn
}

resource "aws_eks_node_group" "this" {
  cluster_name  = var.cluster
  node_role_arn = local.role_arn
  subnet_ids    = var.subnet_ids

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
