# HTTPS is asked for; the controller finds the certificate by the host.
resource "kubernetes_ingress_v1" "web" {
  metadata {
    name = "web"

    annotations = {
      "alb.ingress.kubernetes.io/listen-ports" = "[{\"HTTPS\": 443}]"
    }
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
