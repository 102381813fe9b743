module "squad" {
  source = "../squad"
}
