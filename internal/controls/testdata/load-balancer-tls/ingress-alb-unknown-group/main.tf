# Of which group it is, and with it whether HTTP redirects, is known only after
# apply.
resource "terraform_data" "group" {
  input = "shop"
}

resource "kubernetes_ingress_v1" "web" {
  metadata {
    name = "web"

    annotations = {
      "alb.ingress.kubernetes.io/group.name"      = terraform_data.group.output
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
