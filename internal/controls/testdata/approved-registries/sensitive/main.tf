# An image that is sensitive is judged, and not shown.
variable "image" {
  type      = string
  default   = "registry.example.com/secret-project:1"
  sensitive = true
}

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
          image = var.image
        }
      }
    }
  }
}
