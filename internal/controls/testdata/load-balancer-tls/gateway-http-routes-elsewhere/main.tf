# A listener for HTTP without a route in the plan.
resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "Gateway"
    metadata   = { name = "web", namespace = "shop" }
    spec = {
      gatewayClassName = "alb"
      listeners = [
        { name = "http", port = 80, protocol = "HTTP" },
        { name = "https", port = 443, protocol = "HTTPS", tls = { certificateRefs = [{ name = "www" }] } },
      ]
    }
  }
}
