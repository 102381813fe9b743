variable "listener_arn" {
  type = string
}

resource "aws_lb_listener_rule" "api" {
  listener_arn = var.listener_arn

  action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/web/0123456789abcdef"
  }

  condition {
    path_pattern {
      values = ["/api/*"]
    }
  }
}
