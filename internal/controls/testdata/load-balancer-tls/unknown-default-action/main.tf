# The default action is a dynamic block, and what it is made of is known only
# after apply: there may be none, or several.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "terraform_data" "ports" {
  input = ["443"]
}

resource "aws_lb" "web" {
  name    = "web"
  subnets = ["subnet-0a1b2c3d4e5f60718", "subnet-0f1e2d3c4b5a69788"]
}

resource "aws_lb_listener" "web" {
  load_balancer_arn = aws_lb.web.arn
  port              = 80
  protocol          = "HTTP"

  dynamic "default_action" {
    for_each = terraform_data.ports.output

    content {
      type = "redirect"

      redirect {
        protocol    = "HTTPS"
        port        = default_action.value
        status_code = "HTTP_301"
      }
    }
  }
}
