variable "name" {
  type = string
}

module "key" {
  source = "./key"
}

resource "aws_subnet" "this" {
  count = 2

  vpc_id     = "vpc-0a1b2c3d4e5f60718"
  cidr_block = "10.0.${count.index}.0/24"
}

resource "aws_eks_cluster" "this" {
  name     = var.name
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids          = aws_subnet.this[*].id
    public_access_cidrs = ["203.0.113.0/24"]
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = module.key.arn
    }
  }
}

output "name" {
  value = aws_eks_cluster.this.name
}

output "subnet_ids" {
  value = aws_subnet.this[*].id
}
