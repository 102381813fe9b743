variable "name" {
  type = string
}

module "repository" {
  source = "../repository"
  name   = "team-${var.name}"
}
