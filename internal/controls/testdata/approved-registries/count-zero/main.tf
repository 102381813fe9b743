# A workload of count 0 is none.
resource "kubernetes_deployment_v1" "web" {
  count = 0

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
          image = "nginx"
        }
      }
    }
  }
}
