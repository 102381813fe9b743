# What a node role holds belongs to another control, also when the role is
# outside the plan and read by a data source.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

data "aws_iam_role" "node" {
  name = "node"
}

resource "aws_eks_node_group" "this" {
  cluster_name  = "prod"
  node_role_arn = data.aws_iam_role.node.arn
  subnet_ids    = ["subnet-0a1b2c3d4e5f60718"]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

resource "aws_iam_role_policy_attachment" "node" {
  role       = data.aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess"
}
