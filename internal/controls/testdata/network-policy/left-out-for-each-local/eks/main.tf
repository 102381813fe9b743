variable "addons" {
  type    = any
  default = {}
}

locals {
  create = true
}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

resource "aws_eks_addon" "this" {
  for_each = { for name, addon in var.addons : name => addon if local.create }

  cluster_name         = aws_eks_cluster.this.id
  addon_name           = each.key
  configuration_values = try(each.value.configuration_values, null)
}
