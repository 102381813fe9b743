variable "load_balancer_arn" {
  type = string
}

variable "settings" {
  type = object({
    port            = number
    protocol        = string
    certificate_arn = string
  })
}

resource "aws_lb_listener" "this" {
  load_balancer_arn = var.load_balancer_arn
  port              = var.settings.port
  protocol          = var.settings.protocol
  certificate_arn   = var.settings.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/web/0123456789abcdef"
  }
}
