# Containers of a dynamic block are in the planned value all the same.
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
        dynamic "container" {
          for_each = { web = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop:1", side = "nginx" }

          content {
            name  = container.key
            image = container.value
          }
        }
      }
    }
  }
}
