# Whose class it is another plan says. The annotations are for the ALB: by them
# the first has HTTPS alone, and without them HTTP alone. The second has no TLS
# either way.
resource "kubernetes_ingress_v1" "first" {
  metadata {
    name = "first"

    annotations = {
      "alb.ingress.kubernetes.io/listen-ports"    = "[{\"HTTPS\": 443}]"
      "alb.ingress.kubernetes.io/certificate-arn" = "arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  spec {
    ingress_class_name = "public"

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

resource "kubernetes_ingress_v1" "second" {
  metadata {
    name = "second"

    annotations = {
      "alb.ingress.kubernetes.io/scheme" = "internal"
    }
  }

  spec {
    ingress_class_name = "public"

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
