variable "name" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

resource "aws_eks_node_group" "this" {
  cluster_name    = "prod"
  node_group_name = var.name
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = var.subnet_ids

  scaling_config {
    desired_size = 2
    max_size     = 3
    min_size     = 1
  }
}
