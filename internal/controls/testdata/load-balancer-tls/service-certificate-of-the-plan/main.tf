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

resource "kubernetes_service_v1" "web" {
  metadata {
    name = "web"

    annotations = {
      "service.beta.kubernetes.io/aws-load-balancer-ssl-cert" = aws_acm_certificate.web.arn
    }
  }

  spec {
    type     = "LoadBalancer"
    selector = { app = "web" }

    port {
      name        = "https"
      port        = 443
      target_port = "8080"
    }
  }
}
