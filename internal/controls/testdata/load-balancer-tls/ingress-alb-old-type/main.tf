# The kind before it had a version.
resource "kubernetes_ingress" "pass" {
  metadata {
    name = "pass"

    annotations = {
      "kubernetes.io/ingress.class"               = "alb"
      "alb.ingress.kubernetes.io/certificate-arn" = "arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  spec {
    backend {
      service_name = "web"
      service_port = "80"
    }
  }
}

resource "kubernetes_ingress" "fail" {
  metadata {
    name = "fail"

    annotations = {
      "kubernetes.io/ingress.class" = "alb"
    }
  }

  spec {
    backend {
      service_name = "web"
      service_port = "80"
    }
  }
}
