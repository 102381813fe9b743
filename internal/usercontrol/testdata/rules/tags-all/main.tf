# Tags of the provider's configuration count for the resources of that configuration only.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  default_tags {
    tags = { CostCenter = "42" }
  }
}

provider "aws" {
  alias                       = "bare"
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_vpc" "net" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "default" {
  vpc_id     = "vpc-1"
  cidr_block = "10.0.1.0/24"
}

resource "aws_subnet" "later" {
  vpc_id     = "vpc-1"
  cidr_block = "10.0.2.0/24"
  tags       = { Net = aws_vpc.net.id }
}

resource "aws_subnet" "bare" {
  provider   = aws.bare
  vpc_id     = "vpc-1"
  cidr_block = "10.0.3.0/24"
  tags       = { Net = aws_vpc.net.id }
}
