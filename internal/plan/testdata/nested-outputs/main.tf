# Values go up through the outputs of nested modules, across the root, and down
# into another module: the node group's cluster, role and subnets are found by
# references alone. The cluster's key comes out of a module as a whole object.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "network" {
  source = "./network"
}

module "keys" {
  source = "./keys"
}

module "platform" {
  source = "./platform"

  subnet_ids = module.network.private
  keys       = module.keys
}

module "nodes" {
  source = "./nodes"

  cluster    = module.platform.cluster
  subnet_ids = concat(module.network.private, module.network.extra)
}

output "cluster_arn" {
  value = module.platform.cluster.arn
}
