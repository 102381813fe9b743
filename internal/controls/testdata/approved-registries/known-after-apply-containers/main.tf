# The containers are a dynamic block over what is known only after apply.
resource "terraform_data" "images" {
  input = ["nginx"]
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
        dynamic "container" {
          for_each = toset(terraform_data.images.output)

          content {
            name  = "web"
            image = container.value
          }
        }
      }
    }
  }
}
