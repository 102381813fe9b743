resource "aws_eks_cluster" "this" {
  name     = "shop"
  role_arn = "arn:aws:iam::111122223333:role/eks-cluster"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]
    endpoint_private_access = true
    endpoint_public_access  = false
  }
}

# Read at plan: the local is between them.
locals {
  cluster = aws_eks_cluster.this
}

data "cisbench_eks" "this" {
  cluster = local.cluster
}
