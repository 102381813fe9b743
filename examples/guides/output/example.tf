resource "aws_eks_cluster" "this" {
  name     = "shop"
  role_arn = "arn:aws:iam::111122223333:role/eks-cluster"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]
    endpoint_private_access = true
    endpoint_public_access  = false
  }

  encryption_config {
    resources = ["secrets"]
    provider {
      key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }
}

output "cluster_name" {
  value = aws_eks_cluster.this.name

  precondition {
    condition     = length(provider::cisbench::eks_failures(aws_eks_cluster.this)) == 0
    error_message = join("\n", provider::cisbench::eks_failures(aws_eks_cluster.this))
  }
}
