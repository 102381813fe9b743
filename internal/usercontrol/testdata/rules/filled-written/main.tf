# What AWS fills is neither null nor what is compared with it: whether it is set is known.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_launch_template" "bare" {
  name = "bare"
}

resource "aws_launch_template" "hop" {
  name = "hop"
  metadata_options {
    http_put_response_hop_limit = 1
  }
}

resource "aws_launch_template" "tokens" {
  name = "tokens"
  metadata_options {
    http_tokens = "optional"
  }
}
