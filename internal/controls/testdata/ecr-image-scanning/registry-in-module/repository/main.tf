resource "aws_ecr_repository" "this" {
  name = "prod/app"
}
