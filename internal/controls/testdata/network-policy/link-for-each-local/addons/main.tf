variable "addons" {
  type = any
}

variable "cluster" {
  type = string
}

resource "aws_eks_addon" "this" {
  for_each = { for addon in var.addons : addon.addon_name => addon }

  cluster_name         = var.cluster
  addon_name           = each.key
  configuration_values = lookup(each.value, "configuration_values", null)
}
