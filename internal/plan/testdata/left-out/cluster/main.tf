variable "name" {
  type = string
}

variable "cidrs" {
  type    = list(string)
  default = []
}

variable "strict" {
  type     = list(string)
  default  = ["198.51.100.0/24"]
  nullable = false
}

resource "aws_eks_cluster" "this" {
  name     = var.name
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids          = ["subnet-0a1b2c3d4e5f60718"]
    public_access_cidrs = var.cidrs
  }
}

resource "aws_eks_cluster" "strict" {
  name     = "${var.name}-strict"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids          = ["subnet-0a1b2c3d4e5f60718"]
    public_access_cidrs = var.strict
  }
}
