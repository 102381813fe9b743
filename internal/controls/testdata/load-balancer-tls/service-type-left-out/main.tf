# The type is left out: ClusterIP.
resource "kubernetes_service_v1" "web" {
  metadata {
    name = "web"
  }

  spec {
    selector = { app = "web" }

    port {
      name        = "https"
      port        = 443
      target_port = "8080"
    }
  }
}
