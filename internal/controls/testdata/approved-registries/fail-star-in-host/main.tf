# The star in the host's name does not reach into the path.
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
          image = "111122223333.dkr.ecr.example.com/x.amazonaws.com/shop:1"
        }
      }
    }
  }
}
