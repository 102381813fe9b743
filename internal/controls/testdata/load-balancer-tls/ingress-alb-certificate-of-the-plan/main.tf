# The certificate is made by the same plan.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_acm_certificate" "web" {
  domain_name       = "www.example.com"
  validation_method = "DNS"
}

resource "kubernetes_ingress_v1" "web" {
  metadata {
    name = "web"

    annotations = {
      "alb.ingress.kubernetes.io/certificate-arn" = aws_acm_certificate.web.arn
    }
  }

  spec {
    ingress_class_name = "alb"

    default_backend {
      service {
        name = "web"

        port {
          number = 80
        }
      }
    }
  }
}
