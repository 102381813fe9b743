# The module's argument refers to a resource of the root: unknown, however many
# calls are between.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

module "cluster" {
  source = "./cluster"
  cidrs  = ["${aws_eip.nat.public_ip}/32"]
}
