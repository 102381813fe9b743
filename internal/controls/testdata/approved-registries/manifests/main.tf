# Workloads as manifests: a pod, a deployment and a cron job.
resource "kubernetes_manifest" "pod" {
  manifest = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "pod", namespace = "shop" }
    spec       = { containers = [{ name = "web", image = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop:1" }] }
  }
}

resource "kubernetes_manifest" "deployment" {
  manifest = {
    apiVersion = "apps/v1"
    kind       = "Deployment"
    metadata   = { name = "deployment", namespace = "shop" }
    spec = {
      selector = { matchLabels = { app = "web" } }
      template = {
        metadata = { labels = { app = "web" } }
        spec = {
          initContainers = [{ name = "prepare", image = "busybox" }]
          containers     = [{ name = "web", image = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop:1" }]
        }
      }
    }
  }
}

resource "kubernetes_manifest" "cron_job" {
  manifest = {
    apiVersion = "batch/v1"
    kind       = "CronJob"
    metadata   = { name = "cron_job", namespace = "shop" }
    spec = {
      schedule    = "0 * * * *"
      jobTemplate = { spec = { template = { spec = { containers = [{ name = "web", image = "nginx" }] } } } }
    }
  }
}
