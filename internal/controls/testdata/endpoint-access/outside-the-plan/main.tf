# The cluster belongs to another stack: a data source is evidence, never a
# subject, even when what it shows is open to everyone.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

data "aws_eks_cluster" "this" {
  name = "prod"
}

resource "aws_eks_addon" "dns" {
  cluster_name = data.aws_eks_cluster.this.name
  addon_name   = "coredns"
}
