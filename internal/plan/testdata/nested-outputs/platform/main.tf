variable "subnet_ids" {
  type = list(string)
}

variable "keys" {
  type = any
}

module "cluster" {
  source = "./cluster"

  subnet_ids = var.subnet_ids
  key_arn    = var.keys.secrets.arn
}

output "cluster" {
  value = {
    name = module.cluster.name
    arn  = module.cluster.arn
  }
}
