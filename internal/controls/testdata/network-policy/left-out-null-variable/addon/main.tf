variable "cluster_name" {
  type = string
}

variable "configuration_values" {
  type    = string
  default = null
}

resource "aws_eks_addon" "vpc_cni" {
  cluster_name = var.cluster_name
  addon_name   = "vpc-cni"
  configuration_values = var.configuration_values
}
