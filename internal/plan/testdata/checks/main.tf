# Check blocks and preconditions write `checks` into the plan, in the planned
# and in the prior part, and a warning is no error.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variable "name" {
  type    = string
  default = "prod"

  validation {
    condition     = length(var.name) > 2
    error_message = "Too short."
  }
}

resource "aws_eks_cluster" "this" {
  name     = var.name
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }

  lifecycle {
    precondition {
      condition     = var.name != ""
      error_message = "No name."
    }

    postcondition {
      condition     = self.endpoint != ""
      error_message = "Known only after apply."
    }
  }
}

check "private" {
  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_private_access
    error_message = "The private endpoint is off."
  }
}
