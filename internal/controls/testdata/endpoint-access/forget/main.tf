# Terraform forgets the cluster without deleting it: what happens to it is not
# this plan's business any more.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

removed {
  from = aws_eks_cluster.this

  lifecycle {
    destroy = false
  }
}
