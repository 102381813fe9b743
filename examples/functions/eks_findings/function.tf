resource "aws_eks_cluster" "this" {
  name     = "shop"
  role_arn = "arn:aws:iam::111122223333:role/eks-cluster"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]
    endpoint_private_access = true
    public_access_cidrs     = ["203.0.113.0/24"]
  }
}

# A choice of one's own: only what is severe, and not 5.4.2, since this cluster
# keeps a public endpoint that is limited to known networks.
locals {
  refused = [
    for f in provider::cisbench::eks_findings(aws_eks_cluster.this) : "${f.control} ${f.attribute}: ${f.message}"
    if f.status == "fail" && contains(["high", "critical"], f.severity) && f.control != "5.4.2"
  ]
}

output "cluster_name" {
  value = aws_eks_cluster.this.name

  precondition {
    condition     = length(local.refused) == 0
    error_message = join("\n", local.refused)
  }
}
