# Over a prior state, all that can happen to a resource, in a module and out of
# it: nothing, an update in place, both orders of a replacement, a removal, a
# resource forgotten, one moved, one into a module, and one created beside.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

moved {
  from = aws_eks_cluster.old_name
  to   = aws_eks_cluster.new_name
}

moved {
  from = aws_kms_key.outside
  to   = module.inside.aws_kms_key.this
}

moved {
  from = aws_subnet.counted
  to   = aws_subnet.counted[0]
}

removed {
  from = aws_eks_cluster.forgotten

  lifecycle {
    destroy = false
  }
}

resource "aws_eks_cluster" "same" {
  name     = "same"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids          = ["subnet-0a1b2c3d4e5f60718"]
    public_access_cidrs = ["203.0.113.0/24"]
  }
}

resource "aws_eks_cluster" "updated" {
  name     = "updated"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d4e5f60718"]
    endpoint_private_access = true
  }
}

resource "aws_eks_cluster" "replaced" {
  name     = "replaced-by-another-name"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

resource "aws_eks_cluster" "created_first" {
  name     = "created-first"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = [aws_subnet.moved_away.id]
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_subnet" "moved_away" {
  vpc_id     = "vpc-0f1e2d3c4b5a69788"
  cidr_block = "10.0.0.0/24"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_subnet" "counted" {
  count = 1

  vpc_id     = "vpc-0a1b2c3d4e5f60718"
  cidr_block = "10.0.1.0/24"
}

resource "aws_eks_cluster" "new_name" {
  name     = "moved"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

module "inside" {
  source = "./inside"
}

# Its cluster and its role are known: they are there already.
resource "aws_eks_node_group" "created" {
  cluster_name  = aws_eks_cluster.same.id
  node_role_arn = module.inside.role_arn
  subnet_ids    = aws_subnet.counted[*].id

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

data "aws_iam_policy_document" "known_over_state" {
  statement {
    actions   = ["sts:AssumeRole"]
    resources = [module.inside.role_arn]
  }
}
