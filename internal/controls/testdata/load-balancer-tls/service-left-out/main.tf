# No annotation: TCP passes through, TLS may end in the pod.
resource "kubernetes_service_v1" "web" {
  metadata {
    name = "web"
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
