# The redirect is another group's.
resource "kubernetes_ingress_v1" "first" {
  metadata {
    name = "first"

    annotations = {
      "alb.ingress.kubernetes.io/group.name"      = "shop"
      "alb.ingress.kubernetes.io/listen-ports"    = "[{\"HTTP\": 80}, {\"HTTPS\": 443}]"
      "alb.ingress.kubernetes.io/ssl-redirect"    = "443"
      "alb.ingress.kubernetes.io/certificate-arn" = "arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
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

resource "kubernetes_ingress_v1" "second" {
  metadata {
    name = "second"

    annotations = {
      "alb.ingress.kubernetes.io/group.name"      = "office"
      "alb.ingress.kubernetes.io/listen-ports"    = "[{\"HTTP\": 80}, {\"HTTPS\": 443}]"
      "alb.ingress.kubernetes.io/certificate-arn" = "arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
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
