# TCP passes through: TLS may end in the pod.
resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "Gateway"
    metadata   = { name = "web", namespace = "shop" }
    spec = {
      gatewayClassName = "alb"
      listeners = [
        { name = "tcp", port = 5432, protocol = "TCP" },
      ]
    }
  }
}
