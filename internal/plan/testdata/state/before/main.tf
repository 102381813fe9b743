# The state of a stack with nested modules, counted and keyed instances and a
# data source: values, and no configuration.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

module "cluster" {
  source   = "./cluster"
  for_each = toset(["a.b", "c\"d"])

  name = each.key == "a.b" ? "blue" : "green"
}

resource "aws_iam_role" "node" {
  count = 2

  name               = "node-${count.index}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_eks_node_group" "this" {
  for_each = module.cluster

  node_group_name = "general"
  cluster_name    = each.value.name
  node_role_arn   = aws_iam_role.node[0].arn
  subnet_ids      = each.value.subnet_ids

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
