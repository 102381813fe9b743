# A redirect that leaves the scheme out keeps the request's: HTTP.
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

resource "kubernetes_manifest" "route" {
  manifest = {
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "HTTPRoute"
    metadata   = { name = "route", namespace = "shop" }
    spec = {
      parentRefs = [{ name = "web" }]
      rules      = [{ filters = [{ type = "RequestRedirect", requestRedirect = { hostname = "www.example.com" } }] }]
    }
  }
}
