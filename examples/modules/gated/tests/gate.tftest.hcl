# Neither credentials nor AWS are needed: what the plan computes is made up.
mock_provider "aws" {}

variables {
  name       = "shop"
  role_arn   = "arn:aws:iam::111122223333:role/eks-cluster"
  subnet_ids = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]
}

run "lets_the_default_through" {
  command = plan
}

run "refuses_a_public_endpoint" {
  command = plan

  variables {
    endpoint_public_access = true
  }

  expect_failures = [aws_eks_cluster.this]
}
