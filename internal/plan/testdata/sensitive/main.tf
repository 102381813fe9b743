# What is sensitive is marked in masks of several shapes: a whole argument, an
# element in a list in a block, a set of which a part is, a tag, and a value
# that is sensitive and unknown at once.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variable "name" {
  type      = string
  default   = "secret-name"
  sensitive = true
}

variable "office" {
  type      = string
  default   = "203.0.113.0/24"
  sensitive = true
}

module "cluster" {
  source = "./cluster"

  name   = var.name
  office = var.office
}

resource "aws_eks_node_group" "this" {
  cluster_name  = module.cluster.id
  node_role_arn = "arn:aws:iam::111122223333:role/node"
  subnet_ids    = ["subnet-0a1b2c3d4e5f60718", sensitive("subnet-0f1e2d3c4b5a69788")]
  tags          = { owner = var.name, team = "platform" }

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

output "cluster" {
  value     = module.cluster.id
  sensitive = true
}
