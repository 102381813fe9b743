# All annotations are known only after apply.
resource "terraform_data" "annotations" {
  input = { "alb.ingress.kubernetes.io/certificate-arn" = "arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab" }
}

resource "kubernetes_ingress_v1" "web" {
  metadata {
    name = "web"

    annotations = terraform_data.annotations.output
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
