# depends_on makes every data source of the module wait for the key.

resource "aws_kms_key" "eks" {}

resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = aws_kms_key.eks.arn

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d"]
  }
}

module "gate" {
  source     = "./gate"
  cluster    = aws_eks_cluster.this
  depends_on = [aws_kms_key.eks]
}
