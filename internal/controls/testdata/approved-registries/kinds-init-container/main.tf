# Init containers of a pod and of a cron job.
resource "kubernetes_pod_v1" "web" {
  metadata {
    name = "web"
  }

  spec {
    container {
      name  = "web"
      image = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop:1"
    }

    init_container {
      name  = "prepare"
      image = "busybox"
    }
  }
}

resource "kubernetes_cron_job_v1" "web" {
  metadata {
    name = "web"
  }

  spec {
    schedule = "0 * * * *"

    job_template {
      metadata {
        labels = { app = "web" }
      }

      spec {
        template {
          metadata {
            labels = { app = "web" }
          }

          spec {
            container {
              name  = "web"
              image = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop:1"
            }

            init_container {
              name  = "prepare"
              image = "busybox"
            }
          }
        }
      }
    }
  }
}
