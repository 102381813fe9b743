# The hosts that ECR has in other partitions, for FIPS and for IPv6.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

data "aws_caller_identity" "current" {}

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
          name  = "c0"
          image = "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/shop:1"
        }

        container {
          name  = "c1"
          image = "111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com/shop:1"
        }

        container {
          name  = "c2"
          image = "111122223333.dkr-ecr.eu-central-1.on.aws/shop:1"
        }

        container {
          name  = "c3"
          image = "111122223333.dkr-ecr-fips.us-east-1.on.aws/shop:1"
        }
      }
    }
  }
}
