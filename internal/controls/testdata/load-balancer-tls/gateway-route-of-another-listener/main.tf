# The route that forwards is the HTTPS listener's, by its port. Of which listener
# the second one is, is known only after apply.
resource "terraform_data" "listener" {}

resource "kubernetes_manifest" "by_port" {
  manifest = {
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "Gateway"
    metadata   = { name = "by-port", namespace = "shop" }

    spec = {
      gatewayClassName = "alb"

      listeners = [
        { name = "http", port = 80, protocol = "HTTP" },
        { name = "https", port = 443, protocol = "HTTPS" },
      ]
    }
  }
}

resource "kubernetes_manifest" "by_port_route" {
  manifest = {
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "HTTPRoute"
    metadata   = { name = "by-port", namespace = "shop" }

    spec = {
      parentRefs = [{ name = "by-port", port = 443 }]
      rules      = [{ backendRefs = [{ name = "web", port = 80 }] }]
    }
  }
}

resource "kubernetes_manifest" "unknown" {
  manifest = {
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "Gateway"
    metadata   = { name = "unknown", namespace = "shop" }

    spec = {
      gatewayClassName = "alb"

      listeners = [
        { name = "http", port = 80, protocol = "HTTP" },
        { name = "https", port = 443, protocol = "HTTPS" },
      ]
    }
  }
}

resource "kubernetes_manifest" "unknown_route" {
  manifest = {
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "HTTPRoute"
    metadata   = { name = "unknown", namespace = "shop" }

    spec = {
      parentRefs = [{ name = "unknown", sectionName = terraform_data.listener.id }]
      rules      = [{ backendRefs = [{ name = "web", port = 80 }] }]
    }
  }
}
