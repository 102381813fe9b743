# The object may be Calico's Installation: with it the VPC CNI, which has network
# policy off, would be no failure.
terraform {
  required_providers {
    kubectl = {
      source = "gavinbunney/kubectl"
    }
  }
}

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

provider "kubectl" {
  host             = "https://example.com"
  load_config_file = false
}

resource "aws_eks_cluster" "this" {
  name     = "this"
  role_arn = "arn:aws:iam::111122223333:role/cluster"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
  }
}

resource "aws_eks_addon" "cni" {
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "vpc-cni"
}

resource "kubectl_manifest" "engine" {
  yaml_body = <<-EOT
    apiVersion: operator.tigera.io/v1
    kind: Installation
    metadata:
      name: default
    spec: {}
    spec: {}
  EOT
}
