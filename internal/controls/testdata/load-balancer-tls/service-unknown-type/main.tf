# Whether there is a load balancer at all is known only after apply.
resource "terraform_data" "type" {
  input = "LoadBalancer"
}

resource "kubernetes_service_v1" "web" {
  metadata {
    name = "web"
  }

  spec {
    type     = terraform_data.type.output
    selector = { app = "web" }

    port {
      name        = "https"
      port        = 443
      target_port = "8080"
    }
  }
}
