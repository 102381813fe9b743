# One stack of sixteen resources, all of which concern us: the benchmarks make
# plans of thousands of stacks from the plan of this one.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "stack" {
  source = "./stack"
  name   = "stack"
}
