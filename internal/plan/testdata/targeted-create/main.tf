# A targeted plan of a new stack: the rest is nowhere but in the configuration,
# and references to it lead to no instance.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "cluster" {
  source   = "./cluster"
  for_each = toset(["blue", "green"])

  name = each.key
}

resource "aws_eks_node_group" "this" {
  for_each = module.cluster

  cluster_name  = each.value.id
  node_role_arn = "arn:aws:iam::111122223333:role/node"
  subnet_ids    = ["subnet-0a1b2c3d4e5f60718"]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
