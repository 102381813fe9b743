# The class by the annotation that came before ingress_class_name.
resource "kubernetes_ingress_v1" "web" {
  metadata {
    name = "web"

    annotations = {
      "kubernetes.io/ingress.class" = "alb"
    }
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

    tls {
      hosts       = ["www.example.com"]
      secret_name = "www"
    }
  }
}
