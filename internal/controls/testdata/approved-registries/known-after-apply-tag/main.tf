# Terraform knows nothing of a text of which a part is not known, the registry
# included.
resource "terraform_data" "tag" {
  input = "1.4.2"
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
          image = "nginx:${terraform_data.tag.output}"
        }
      }
    }
  }
}
