provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  access_config {
    authentication_mode = "API"
  }

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-0b2c3d4e5f6071829"]
  }
}

resource "aws_eks_identity_provider_config" "sso" {
  cluster_name = aws_eks_cluster.this.name

  oidc {
    client_id                     = "kubernetes"
    identity_provider_config_name = "sso"
    issuer_url                    = "https://sso.example.com"
  }
}
