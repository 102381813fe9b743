mock_provider "aws" {}

variables {
  name       = "shop"
  subnet_ids = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]
}

run "lets_the_default_through" {
  command = plan

  assert {
    condition     = data.cisbench_eks.module.statuses["5.3.1"] == "pass"
    error_message = "The secrets are not encrypted with the module's own key."
  }
}

run "lets_known_networks_through" {
  command = plan

  variables {
    endpoint_public_access = true
    public_access_cidrs    = ["203.0.113.0/24"]
  }
}

run "refuses_an_open_endpoint" {
  command = plan

  variables {
    endpoint_public_access = true
  }

  expect_failures = [aws_eks_cluster.this]
}
