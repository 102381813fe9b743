variable "cluster" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

resource "aws_iam_role" "node" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_iam_role" "aside" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_eks_node_group" "this" {
  cluster_name  = var.cluster
  node_role_arn = aws_iam_role.node.arn
  subnet_ids    = var.subnet_ids

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
