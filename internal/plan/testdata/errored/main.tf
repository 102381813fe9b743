# A postcondition fails: Terraform keeps what it had planned until then, and
# marks the plan as errored.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_kms_key" "this" {
  description = "planned before the error"
}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }

  lifecycle {
    postcondition {
      condition     = self.vpc_config[0].endpoint_private_access
      error_message = "The private endpoint is off."
    }
  }
}

resource "aws_eks_node_group" "never_reached" {
  cluster_name  = aws_eks_cluster.this.id
  node_role_arn = "arn:aws:iam::111122223333:role/node"
  subnet_ids    = ["subnet-0a1b2c3d4e5f60718"]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
