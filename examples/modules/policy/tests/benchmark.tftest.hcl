mock_provider "aws" {}

run "cluster" {
  command = plan

  assert {
    condition = alltrue([
      for f in provider::cisbench::eks_findings(aws_eks_cluster.this) :
      f.status != "fail" || f.control == "5.4.2" # the public endpoint stays, limited
    ])
    error_message = join("\n", provider::cisbench::eks_failures(aws_eks_cluster.this))
  }
}

run "repositories" {
  command = plan

  assert {
    condition     = length(provider::cisbench::ecr_failures(aws_ecr_repository.app)) == 0
    error_message = join("\n", provider::cisbench::ecr_failures(aws_ecr_repository.app))
  }
}

# The policy itself is tested too: an endpoint open to everyone is found.
run "finds_an_open_endpoint" {
  command = plan

  variables {
    public_access_cidrs = ["0.0.0.0/0"]
  }

  assert {
    condition = contains([
      for f in provider::cisbench::eks_findings(aws_eks_cluster.this) : f.control if f.status == "fail"
    ], "5.4.1")
    error_message = "An endpoint that is open to everyone was let through."
  }
}
