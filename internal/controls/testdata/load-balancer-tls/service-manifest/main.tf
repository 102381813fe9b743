# Services as manifests, one with a certificate.
resource "kubernetes_manifest" "tls" {
  manifest = {
    apiVersion = "v1"
    kind       = "Service"
    metadata = {
      name        = "tls"
      namespace   = "shop"
      annotations = { "service.beta.kubernetes.io/aws-load-balancer-ssl-cert" = "arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab" }
    }
    spec = {
      type     = "LoadBalancer"
      selector = { app = "web" }
      ports    = [{ port = 443, targetPort = 8080 }]
    }
  }
}

resource "kubernetes_manifest" "internal" {
  manifest = {
    apiVersion = "v1"
    kind       = "Service"
    metadata   = { name = "internal", namespace = "shop" }
    spec = {
      selector = { app = "web" }
      ports    = [{ port = 80, targetPort = 8080 }]
    }
  }
}
