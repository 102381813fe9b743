# An Ingress as a manifest.
resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "networking.k8s.io/v1"
    kind       = "Ingress"
    metadata = {
      name      = "web"
      namespace = "shop"
      annotations = {
        "alb.ingress.kubernetes.io/listen-ports" = jsonencode([{ HTTP = 80 }, { HTTPS = 443 }])
      }
    }
    spec = {
      ingressClassName = "alb"
      defaultBackend   = { service = { name = "web", port = { number = 80 } } }
    }
  }
}
