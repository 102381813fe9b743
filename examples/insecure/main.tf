# An EKS stack with the mistakes that people make: everything is reachable, the
# nodes may do everything, and what AWS and Kubernetes assume was never changed.
#
# It is there to be scanned, not to be applied.
terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 2.38"
    }
  }
}

# The mock keys let the plan be made without an account.
provider "aws" {
  region                      = var.region
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

provider "kubernetes" {
  host                   = aws_eks_cluster.this.endpoint
  cluster_ca_certificate = base64decode(aws_eks_cluster.this.certificate_authority[0].data)

  exec {
    api_version = "client.authentication.k8s.io/v1"
    command     = "aws"
    args        = ["eks", "get-token", "--cluster-name", var.name]
  }
}

variable "region" {
  description = "Where everything is created."
  type        = string
  default     = "eu-central-1"
}

variable "name" {
  description = "Name of the cluster, and of what belongs to it."
  type        = string
  default     = "shop"
}
