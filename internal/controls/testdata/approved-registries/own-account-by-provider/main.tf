# The provider says which account it is for.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  allowed_account_ids         = ["111122223333"]
  skip_metadata_api_check     = true
}

resource "kubernetes_deployment_v1" "web" {
  metadata {
    name = "web"
  }

  spec {
    selector {
      match_labels = { app = "web" }
    }

    template {
      metadata {
        labels = { app = "web" }
      }

      spec {
        container {
          name  = "web"
          image = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop:1.4.2"
        }
      }
    }
  }
}

resource "aws_ecr_repository" "shop" {
  name = "shop"
}
