# A service without a load balancer is no subject.
resource "kubernetes_service_v1" "web" {
  metadata {
    name = "web"
  }

  spec {
    type     = "ClusterIP"
    selector = { app = "web" }

    port {
      name        = "https"
      port        = 443
      target_port = "8080"
    }
  }
}
