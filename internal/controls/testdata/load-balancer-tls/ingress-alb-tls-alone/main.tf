# spec.tls alone does not make the controller listen for HTTPS: it serves HTTP
# on port 80.
resource "kubernetes_ingress_v1" "web" {
  metadata {
    name = "web"
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

    tls {
      hosts       = ["www.example.com"]
      secret_name = "www"
    }
  }
}
