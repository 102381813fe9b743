variable "rules" {
  type = map(list(string))
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  count     = length(var.rules) > 0 ? 1 : 0
  scan_type = "ENHANCED"

  dynamic "rule" {
    for_each = var.rules

    content {
      scan_frequency = rule.key

      dynamic "repository_filter" {
        for_each = rule.value

        content {
          filter      = repository_filter.value
          filter_type = "WILDCARD"
        }
      }
    }
  }
}
