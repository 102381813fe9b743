# Which ports have TLS is known only after apply.
resource "terraform_data" "ports" {
  input = "443"
}

resource "kubernetes_service_v1" "web" {
  metadata {
    name = "web"

    annotations = {
      "service.beta.kubernetes.io/aws-load-balancer-ssl-cert"  = "arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
      "service.beta.kubernetes.io/aws-load-balancer-ssl-ports" = terraform_data.ports.output
    }
  }

  spec {
    type     = "LoadBalancer"
    selector = { app = "web" }

    port {
      name        = "http"
      port        = 80
      target_port = "8080"
    }

    port {
      name        = "https"
      port        = 443
      target_port = "8080"
    }
  }
}
