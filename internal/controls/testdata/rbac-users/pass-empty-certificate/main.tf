# To the provider an empty certificate is none: the variable's default.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variable "client_certificate" {
  type    = string
  default = ""
}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/cluster"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-18f06e5d4c3b2a190"]
  }

  access_config {
    authentication_mode = "API"
  }
}

provider "kubernetes" {
  host               = aws_eks_cluster.this.endpoint
  client_certificate = var.client_certificate

  exec {
    api_version = "client.authentication.k8s.io/v1beta1"
    command     = "aws"
    args        = ["eks", "get-token", "--cluster-name", "prod"]
  }
}

resource "kubernetes_namespace" "shop" {
  metadata {
    name = "shop"
  }
}
