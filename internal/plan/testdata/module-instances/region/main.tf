variable "name" {
  type = string
}

variable "groups" {
  type = list(string)
}

resource "aws_subnet" "this" {
  for_each = toset(["a", "b"])

  vpc_id     = "vpc-0a1b2c3d4e5f60718"
  cidr_block = "10.0.${each.key == "a" ? 0 : 1}.0/24"
}

resource "aws_iam_role" "node" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_eks_cluster" "this" {
  name     = var.name
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids              = [for s in aws_subnet.this : s.id]
    endpoint_private_access = true
  }
}

module "group" {
  source   = "./group"
  for_each = toset(var.groups)

  cluster    = aws_eks_cluster.this.id
  role_arn   = aws_iam_role.node.arn
  subnet_ids = values(aws_subnet.this)[*].id
}

output "cluster_id" {
  value = aws_eks_cluster.this.id
}

output "role_arn" {
  value = aws_iam_role.node.arn
}

output "subnet_ids" {
  value = values(aws_subnet.this)[*].id
}
