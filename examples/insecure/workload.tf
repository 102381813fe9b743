resource "kubernetes_deployment_v1" "shop" {
  metadata {
    name      = "shop"
    namespace = "default"
  }

  spec {
    replicas = 2

    selector {
      match_labels = { app = "shop" }
    }

    template {
      metadata {
        labels = { app = "shop" }
      }

      spec {
        container {
          name  = "web"
          image = "nginx:latest"
        }
      }
    }
  }
}
