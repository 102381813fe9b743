# The approved name stands in the path, behind another registry.
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
          image = "registry.example.com/111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop:1"
        }
      }
    }
  }
}
