mock_provider "aws" {}

variables {
  name       = "shop"
  role_arn   = "arn:aws:iam::111122223333:role/eks-cluster"
  subnet_ids = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]
}

run "warns_of_the_default" {
  command         = plan
  expect_failures = [check.benchmark]
}
