# Tags, of which some are left out.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_s3_bucket" "both" {
  bucket = "acme-both"

  tags = {
    Owner = "team"
    Stage = "prod"
  }
}

resource "aws_s3_bucket" "one" {
  bucket = "acme-one"

  tags = {
    Owner = "team"
  }
}

resource "aws_s3_bucket" "none" {
  bucket = "acme-none"
}
