module "repository" {
  source = "../repository"
}
