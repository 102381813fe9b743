# Another class, without spec.tls.
resource "kubernetes_ingress_v1" "web" {
  metadata {
    name = "web"
  }

  spec {
    ingress_class_name = "nginx"

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
