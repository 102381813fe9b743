# One stack in three regions, by aliases of the AWS provider (any version). All
# clusters, add-ons and repositories have the same names; the region tells them apart.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "america"
  region = "us-east-1"
}

provider "aws" {
  alias  = "asia"
  region = "ap-southeast-1"
}

module "europe" {
  source           = "../stack"
  network_policies = true
}

module "america" {
  source           = "../stack"
  network_policies = false

  providers = {
    aws = aws.america
  }
}

module "asia" {
  source           = "../stack"
  network_policies = true
  scan_on_push     = false

  providers = {
    aws = aws.asia
  }
}
