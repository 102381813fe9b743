# Modules with count and for_each, and a for_each inside of a for_each: a node
# group belongs to the cluster of its own instance, or of the key it names.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "region" {
  source   = "./region"
  for_each = { eu = ["blue", "green"], us = ["blue"] }

  name   = each.key
  groups = each.value
}

module "spare" {
  source = "./region"
  count  = 2

  name   = "spare-${count.index}"
  groups = []
}

# By index and by key, and from all instances at once.
resource "aws_eks_node_group" "picked" {
  cluster_name  = module.region["eu"].cluster_id
  node_role_arn = module.spare[1].role_arn
  subnet_ids    = flatten([for r in module.region : r.subnet_ids])

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

resource "aws_eks_node_group" "each" {
  for_each = module.region

  cluster_name  = each.value.cluster_id
  node_role_arn = each.value.role_arn
  subnet_ids    = each.value.subnet_ids

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
