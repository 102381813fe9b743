# The argument is Optional and not Computed: that all its expression refers to is
# known does not make it null, since a function gives it only on apply.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variable "digit" {
  type    = string
  default = "7"
}

resource "aws_eks_cluster" "this" {
  name     = "main"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d4e5f60718"]
    endpoint_private_access = strcontains(uuid(), var.digit)
    endpoint_public_access  = false
  }
}
