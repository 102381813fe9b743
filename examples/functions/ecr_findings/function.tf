resource "aws_ecr_repository" "app" {
  for_each = toset(["shop", "checkout"])
  name     = each.key

  image_scanning_configuration {
    scan_on_push = true
  }
}

# The whole map that for_each makes.
output "repositories" {
  value = {
    for f in provider::cisbench::ecr_findings(aws_ecr_repository.app) : "${f.control} ${f.address}" => f.status
  }
}
