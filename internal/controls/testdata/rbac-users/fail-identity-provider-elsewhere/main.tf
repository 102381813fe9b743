# The cluster is another plan's, the offender is here.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_eks_identity_provider_config" "users" {
  cluster_name = "other"

  oidc {
    client_id                     = "kubernetes"
    identity_provider_config_name = "users"
    issuer_url                    = "https://login.example.com"
  }
}
