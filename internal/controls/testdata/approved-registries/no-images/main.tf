# Nothing that names an image.
resource "kubernetes_namespace_v1" "shop" {
  metadata {
    name = "shop"
  }
}
