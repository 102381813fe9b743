# A variable is between the planned cluster and the data source: no reference is
# left that would keep Terraform from reading it at plan.

resource "aws_kms_key" "eks" {}

resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = aws_kms_key.eks.arn

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d"]
  }
}

module "gate" {
  source  = "./gate"
  cluster = aws_eks_cluster.this
}
