# No class, but annotations for the ALB: it is the default class, and spec.tls
# alone serves HTTP.
resource "kubernetes_ingress_v1" "web" {
  metadata {
    name = "web"

    annotations = {
      "alb.ingress.kubernetes.io/scheme" = "internal"
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
