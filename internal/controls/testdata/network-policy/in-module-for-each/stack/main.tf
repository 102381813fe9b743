variable "name" {
  type = string
}

variable "policy" {
  type = string
}

resource "aws_eks_cluster" "this" {
  name     = var.name
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

resource "aws_eks_addon" "vpc_cni" {
  cluster_name         = aws_eks_cluster.this.id
  addon_name           = "vpc-cni"
  configuration_values = jsonencode({ enableNetworkPolicy = var.policy })
}
