# The second ingress redirects for the group, if its ports turn out to have HTTPS.
resource "terraform_data" "ports" {}

resource "kubernetes_ingress_v1" "first" {
  metadata {
    name = "first"

    annotations = {
      "alb.ingress.kubernetes.io/group.name" = "shop"
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
      "alb.ingress.kubernetes.io/group.name"   = "shop"
      "alb.ingress.kubernetes.io/ssl-redirect" = "443"
      "alb.ingress.kubernetes.io/listen-ports" = terraform_data.ports.id
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
