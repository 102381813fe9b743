# The image is known only after apply.
resource "terraform_data" "image" {
  input = "nginx"
}

resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "web", namespace = "shop" }
    spec       = { containers = [{ name = "web", image = terraform_data.image.output }] }
  }
}
