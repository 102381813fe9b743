# An object of a kind of its own that holds containers.
resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "argoproj.io/v1alpha1"
    kind       = "Rollout"
    metadata   = { name = "web", namespace = "shop" }
    spec       = { template = { spec = { containers = [{ name = "web", image = "nginx" }] } } }
  }
}
