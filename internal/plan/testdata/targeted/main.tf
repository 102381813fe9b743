# A targeted plan over a prior state: the cluster is needed by the target and
# stands in planned_values alone; what neither is nor is needed is in neither.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_subnet" "this" {
  vpc_id     = "vpc-0a1b2c3d4e5f60718"
  cidr_block = "10.0.0.0/24"
}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = [aws_subnet.this.id]
  }
}

resource "aws_eks_cluster" "aside" {
  name     = "aside"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

module "nodes" {
  source = "./nodes"

  cluster    = aws_eks_cluster.this.id
  subnet_ids = [aws_subnet.this.id]
}
