# A classic load balancer that speaks HTTP to its clients: backend-protocol http
# without a certificate.
resource "kubernetes_service_v1" "web" {
  metadata {
    name = "web"

    annotations = {
      "service.beta.kubernetes.io/aws-load-balancer-backend-protocol" = "http"
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
  }
}
