# Whether there is TLS is known only after apply.
resource "terraform_data" "hosts" {
  input = ["www.example.com"]
}

resource "kubernetes_ingress_v1" "web" {
  metadata {
    name = "web"
  }

  spec {
    ingress_class_name = "nginx"

    dynamic "tls" {
      for_each = toset(terraform_data.hosts.output)

      content {
        hosts = [tls.value]
      }
    }

    default_backend {
      service {
        name = "web"

        port {
          number = 80
        }
      }
    }
  }
}
