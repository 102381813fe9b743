# The controller is asked to make the certificate.
resource "kubernetes_ingress_v1" "web" {
  metadata {
    name = "web"

    annotations = {
      "alb.ingress.kubernetes.io/create-acm-cert" = "true"
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
  }
}
