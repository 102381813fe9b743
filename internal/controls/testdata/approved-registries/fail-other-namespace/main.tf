# One namespace of Docker Hub is approved, and not the others.
resource "kubernetes_deployment_v1" "web" {
  metadata {
    name = "web"
  }

  spec {
    selector {
      match_labels = { app = "web" }
    }

    template {
      metadata {
        labels = { app = "web" }
      }

      spec {
        container {
          name  = "web"
          image = "bitnami/redis:7"
        }
      }
    }
  }
}
