resource "aws_eks_cluster" "this" {
  name     = "shop"
  role_arn = "arn:aws:iam::111122223333:role/eks-cluster"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]
    endpoint_private_access = true
    endpoint_public_access  = false
  }
}

resource "aws_eks_addon" "vpc_cni" {
  cluster_name         = aws_eks_cluster.this.name
  addon_name           = "vpc-cni"
  configuration_values = jsonencode({ enableNetworkPolicy = "true" })
}

# Some controls need more than the cluster: here the add-on that enforces network
# policies on it.
check "network_policy" {
  assert {
    condition = alltrue([
      for f in provider::cisbench::findings({
        aws_eks_cluster = aws_eks_cluster.this
        aws_eks_addon   = aws_eks_addon.vpc_cni
      }) : f.status == "pass" if f.control == "5.4.4"
    ])
    error_message = "Nothing enforces network policies on the cluster."
  }
}
