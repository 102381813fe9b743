# The protocol is known only after apply.
resource "terraform_data" "protocol" {
  input = "HTTPS"
}

resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "Gateway"
    metadata   = { name = "web", namespace = "shop" }
    spec = {
      gatewayClassName = "alb"
      listeners = [
        { name = "web", port = 443, protocol = terraform_data.protocol.output },
      ]
    }
  }
}
