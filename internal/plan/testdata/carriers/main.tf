# Values that pass through resources which only carry them: by key, as a whole,
# from one carrier into the next, out of a module, and beside a key whose value
# is a local's.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

locals {
  version = aws_eks_cluster.this.platform_version
}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

resource "aws_iam_role" "node" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_subnet" "node" {
  vpc_id     = "vpc-0a1b2c3d4e5f60718"
  cidr_block = "10.0.0.0/24"
}

resource "time_sleep" "after_cluster" {
  create_duration = "30s"

  triggers = {
    cluster_name = aws_eks_cluster.this.id
    version      = local.version
    fixed        = "subnet-0f1e2d3c4b5a69788"
  }
}

resource "null_resource" "role" {
  triggers = {
    arn = aws_iam_role.node.arn
  }
}

resource "terraform_data" "subnets" {
  input = [aws_subnet.node.id]
}

resource "terraform_data" "second" {
  input = {
    cluster = time_sleep.after_cluster.triggers["cluster_name"]
    role    = null_resource.role.triggers["arn"]
    subnets = terraform_data.subnets.output
    fixed   = "prod"
  }
}

# By key.
resource "aws_eks_node_group" "by_key" {
  cluster_name  = time_sleep.after_cluster.triggers["cluster_name"]
  node_role_arn = null_resource.role.triggers["arn"]
  subnet_ids    = terraform_data.subnets.output

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

# Through two carriers, and what is known in a carrier that is not.
resource "aws_eks_node_group" "twice" {
  cluster_name  = terraform_data.second.output.cluster
  node_role_arn = terraform_data.second.output.role
  subnet_ids    = terraform_data.second.output.subnets

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

resource "aws_eks_node_group" "fixed" {
  cluster_name  = terraform_data.second.input.fixed
  node_role_arn = aws_iam_role.node.arn
  subnet_ids    = [time_sleep.after_cluster.triggers["fixed"]]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

module "wait" {
  source = "./wait"
  count  = 1

  cluster = aws_eks_cluster.this.id
}

resource "aws_eks_node_group" "from_module" {
  cluster_name  = module.wait[0].cluster
  node_role_arn = aws_iam_role.node.arn
  subnet_ids    = [aws_subnet.node.id]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
