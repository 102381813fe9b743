variable "image" {
  type = string
}

resource "kubernetes_deployment_v1" "this" {
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
          image = var.image
        }
      }
    }
  }
}
