# The listeners are a dynamic block over what is known only after apply: there
# may be none, or several.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "terraform_data" "ports" {
  input = [443]
}

resource "aws_elb" "web" {
  name    = "web"
  subnets = ["subnet-0a1b2c3d4e5f60718"]

  dynamic "listener" {
    for_each = terraform_data.ports.output

    content {
      instance_port      = 8080
      instance_protocol  = "http"
      lb_port            = listener.value
      lb_protocol        = "https"
      ssl_certificate_id = "arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }
}
