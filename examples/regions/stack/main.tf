# What each region has. It names the cluster in place of referring to it.

variable "network_policies" {
  type = bool
}

variable "scan_on_push" {
  type    = bool
  default = true
}

resource "aws_eks_cluster" "shop" {
  name     = "shop"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
    endpoint_private_access = true
    endpoint_public_access  = false
  }
}

resource "aws_eks_addon" "cni" {
  cluster_name         = "shop"
  addon_name           = "vpc-cni"
  configuration_values = jsonencode({ enableNetworkPolicy = tostring(var.network_policies) })
}

resource "aws_ecr_repository" "shop" {
  name = "shop"

  image_scanning_configuration {
    scan_on_push = var.scan_on_push
  }
}
