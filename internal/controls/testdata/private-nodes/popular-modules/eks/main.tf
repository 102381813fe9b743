variable "subnet_ids" {
  type    = list(string)
  default = []
}

variable "control_plane_subnet_ids" {
  type    = list(string)
  default = []
}

variable "node_groups" {
  type    = any
  default = {}
}

variable "defaults" {
  type    = any
  default = {}
}

resource "aws_eks_cluster" "this" {
  count    = 1
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids              = coalescelist(var.control_plane_subnet_ids, var.subnet_ids)
    endpoint_private_access = true
  }
}

resource "time_sleep" "this" {
  count           = 1
  create_duration = "30s"

  triggers = {
    cluster_name = aws_eks_cluster.this[0].name
  }
}

module "node_group" {
  source   = "./node-group"
  for_each = var.node_groups

  name         = each.key
  cluster_name = time_sleep.this[0].triggers["cluster_name"]
  subnet_ids   = try(each.value.subnet_ids, var.defaults.subnet_ids, var.subnet_ids)
}
