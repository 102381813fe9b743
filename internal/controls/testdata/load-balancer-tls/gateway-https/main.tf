# A Gateway whose listeners are for HTTPS and TLS.
resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "Gateway"
    metadata   = { name = "web", namespace = "shop" }
    spec = {
      gatewayClassName = "alb"
      listeners = [
        { name = "https", port = 443, protocol = "HTTPS", tls = { certificateRefs = [{ name = "www" }] } },
        { name = "tls", port = 443, protocol = "TLS", tls = { mode = "Passthrough" } },
      ]
    }
  }
}
