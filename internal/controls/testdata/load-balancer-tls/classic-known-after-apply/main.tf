# The protocol is known only after apply.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "terraform_data" "protocol" {
  input = "https"
}

resource "aws_elb" "web" {
  name    = "web"
  subnets = ["subnet-0a1b2c3d4e5f60718"]

  listener {
    instance_port      = 8080
    instance_protocol  = "http"
    lb_port            = 443
    lb_protocol        = terraform_data.protocol.output
    ssl_certificate_id = "arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
  }
}
