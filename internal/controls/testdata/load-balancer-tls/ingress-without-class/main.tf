# No class and no TLS: plain HTTP, whichever controller takes it.
resource "kubernetes_ingress_v1" "web" {
  metadata {
    name = "web"
  }

  spec {
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
