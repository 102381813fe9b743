resource "aws_kms_key" "eks" {
  enable_key_rotation = true
}

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
      key_arn = aws_kms_key.eks.arn # known only after apply, and that is fine
    }
  }

  lifecycle {
    postcondition {
      condition     = length(provider::cisbench::eks_failures(self)) == 0
      error_message = join("\n", provider::cisbench::eks_failures(self))
    }
  }
}
