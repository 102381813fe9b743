# A provider configuration offends without a cluster in the plan, too.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

provider "kubernetes" {
  host     = "https://0123456789ABCDEF.gr7.eu-central-1.eks.amazonaws.com"
  username = "admin"
  password = "not a password"
}

resource "kubernetes_namespace" "shop" {
  metadata {
    name = "shop"
  }
}
