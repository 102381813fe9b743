# Nothing that serves clients.
resource "kubernetes_service_account_v1" "web" {
  metadata {
    name = "web"
  }
}
