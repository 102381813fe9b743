# The registry of every container counts.
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
          image = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop:1.4.2"
        }

        container {
          name  = "side"
          image = "quay.io/prometheus/node-exporter:v1.9.0"
        }
      }
    }
  }
}
