# Which class it is is known only after apply, and with it whether spec.tls is
# enough.
resource "terraform_data" "class" {
  input = "nginx"
}

resource "kubernetes_ingress_v1" "web" {
  metadata {
    name = "web"
  }

  spec {
    ingress_class_name = terraform_data.class.output

    default_backend {
      service {
        name = "web"

        port {
          number = 80
        }
      }
    }

    tls {
      hosts       = ["www.example.com"]
      secret_name = "www"
    }
  }
}
