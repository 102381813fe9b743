# A registry alone stands for all that it holds.
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
          image = "quay.io/prometheus/node-exporter:v1.9.0"
        }
      }
    }
  }
}
