# Every kind of workload, by its name without a version.
resource "kubernetes_pod" "web" {
  metadata {
    name = "web"
  }

  spec {
    container {
      name  = "web"
      image = "nginx"
    }
  }
}

resource "kubernetes_deployment" "web" {
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

resource "kubernetes_daemonset" "web" {
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

resource "kubernetes_stateful_set" "web" {
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

resource "kubernetes_job" "web" {
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

resource "kubernetes_cron_job" "web" {
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
              image = "nginx"
            }
          }
        }
      }
    }
  }
}

resource "kubernetes_replication_controller" "web" {
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
