# One module per group of nodes, with its own role.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "nodes" {
  source   = "./nodes"
  for_each = { app = "AmazonEC2ContainerRegistryReadOnly", build = "AmazonEC2ContainerRegistryPowerUser" }

  name   = each.key
  policy = each.value
}
