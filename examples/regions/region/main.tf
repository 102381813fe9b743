# The same stack in three regions by the argument `region`, which every resource of
# AWS provider 6 has.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

locals {
  regions = {
    eu-west-1      = { network_policies = true, scan_on_push = true }
    us-east-1      = { network_policies = false, scan_on_push = true }
    ap-southeast-1 = { network_policies = true, scan_on_push = false }
  }
}

resource "aws_eks_cluster" "shop" {
  for_each = local.regions
  region   = each.key
  name     = "shop"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
    endpoint_private_access = true
    endpoint_public_access  = false
  }
}

resource "aws_eks_addon" "cni" {
  for_each             = local.regions
  region               = each.key
  cluster_name         = "shop"
  addon_name           = "vpc-cni"
  configuration_values = jsonencode({ enableNetworkPolicy = tostring(each.value.network_policies) })
}

resource "aws_ecr_repository" "shop" {
  for_each = local.regions
  region   = each.key
  name     = "shop"

  image_scanning_configuration {
    scan_on_push = each.value.scan_on_push
  }
}
