# A manifest that names no image is no subject.
resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "networking.k8s.io/v1"
    kind       = "NetworkPolicy"
    metadata   = { name = "web", namespace = "shop" }
    spec       = { podSelector = {} }
  }
}
