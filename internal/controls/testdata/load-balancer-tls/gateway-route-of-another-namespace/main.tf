# A route of another namespace names the Gateway's; one without a namespace is
# for a Gateway of its own.
resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "Gateway"
    metadata   = { name = "web", namespace = "shop" }
    spec = {
      gatewayClassName = "alb"
      listeners = [
        { name = "http", port = 80, protocol = "HTTP" },
      ]
    }
  }
}

resource "kubernetes_manifest" "redirect" {
  manifest = {
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "HTTPRoute"
    metadata   = { name = "redirect", namespace = "office" }
    spec = {
      parentRefs = [{ name = "web", namespace = "shop" }]
      rules      = [{ filters = [{ type = "RequestRedirect", requestRedirect = { scheme = "https", statusCode = 301 } }] }]
    }
  }
}

resource "kubernetes_manifest" "forward" {
  manifest = {
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "HTTPRoute"
    metadata   = { name = "forward", namespace = "office" }
    spec = {
      parentRefs = [{ name = "web" }]
      rules      = [{ backendRefs = [{ name = "web", port = 80 }] }]
    }
  }
}
