# Two clusters of one name in two regions: which provider configuration an
# instance has tells them apart, also where a module is handed another one.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

provider "aws" {
  alias                       = "us"
  region                      = "us-east-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "eu" {
  source = "./cluster"
}

module "us" {
  source    = "./cluster"
  providers = { aws = aws.us }
}

module "both" {
  source    = "./both"
  providers = { aws.near = aws, aws.far = aws.us }
}

resource "aws_eks_node_group" "us" {
  provider = aws.us

  cluster_name  = "prod"
  node_role_arn = "arn:aws:iam::111122223333:role/node"
  subnet_ids    = ["subnet-0a1b2c3d4e5f60718"]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
