# The class's parameters give the certificate; the class has a name of its own
# and the ALB's controller.
resource "kubernetes_manifest" "params" {
  manifest = {
    apiVersion = "elbv2.k8s.aws/v1beta1"
    kind       = "IngressClassParams"
    metadata   = { name = "tls" }
    spec       = { certificateArn = ["arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"] }
  }
}

resource "kubernetes_manifest" "class" {
  manifest = {
    apiVersion = "networking.k8s.io/v1"
    kind       = "IngressClass"
    metadata   = { name = "tls" }
    spec = {
      controller = "ingress.k8s.aws/alb"
      parameters = {
        apiGroup = "elbv2.k8s.aws"
        kind     = "IngressClassParams"
        name     = "tls"
      }
    }
  }
}

resource "kubernetes_ingress_v1" "web" {
  metadata {
    name = "web"
  }

  spec {
    ingress_class_name = "tls"

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
