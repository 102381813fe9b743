variable "name" {
  type = string
}

variable "office" {
  type = string
}

resource "aws_kms_key" "this" {
  description = var.name
}

resource "aws_eks_cluster" "this" {
  name     = var.name
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d4e5f60718"]
    endpoint_private_access = sensitive(true)
    public_access_cidrs     = ["198.51.100.0/24", var.office]
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = sensitive(aws_kms_key.this.arn)
    }
  }
}

output "id" {
  value     = sensitive(aws_eks_cluster.this.id)
  sensitive = true
}
