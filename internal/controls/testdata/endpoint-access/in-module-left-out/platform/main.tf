variable "public_access_cidrs" {
  type    = list(string)
  default = null
}

module "cluster" {
  source = "./cluster"
  cidrs  = var.public_access_cidrs
}
