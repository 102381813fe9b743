# Another class, with spec.tls.
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

    tls {
      hosts       = ["www.example.com"]
      secret_name = "www"
    }
  }
}
