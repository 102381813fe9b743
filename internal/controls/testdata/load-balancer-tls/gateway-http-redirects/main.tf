# A listener for HTTP whose only route redirects to HTTPS.
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

resource "kubernetes_manifest" "redirect" {
  manifest = {
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "HTTPRoute"
    metadata   = { name = "redirect", namespace = "shop" }
    spec = {
      parentRefs = [{ name = "web", sectionName = "http" }]
      rules      = [{ filters = [{ type = "RequestRedirect", requestRedirect = { scheme = "https", statusCode = 301 } }] }]
    }
  }
}

resource "kubernetes_manifest" "forward" {
  manifest = {
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "HTTPRoute"
    metadata   = { name = "forward", namespace = "shop" }
    spec = {
      parentRefs = [{ name = "web", sectionName = "https" }]
      rules      = [{ backendRefs = [{ name = "web", port = 80 }] }]
    }
  }
}
