resource "aws_ecr_repository" "app" {
  for_each = toset(["shop", "checkout"])
  name     = each.key

  image_scanning_configuration {
    scan_on_push = true
  }

  lifecycle {
    postcondition {
      condition     = length(provider::cisbench::ecr_failures(self)) == 0
      error_message = join("\n", provider::cisbench::ecr_failures(self))
    }
  }
}
