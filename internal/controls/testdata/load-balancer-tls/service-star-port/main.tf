# The AWS Load Balancer Controller takes * for a port of that name: no port has
# TLS.
resource "kubernetes_service_v1" "web" {
  metadata {
    name = "web"

    annotations = {
      "service.beta.kubernetes.io/aws-load-balancer-ssl-cert"  = "arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
      "service.beta.kubernetes.io/aws-load-balancer-type"      = "external"
      "service.beta.kubernetes.io/aws-load-balancer-ssl-ports" = "*"
    }
  }

  spec {
    type     = "LoadBalancer"
    selector = { app = "web" }

    port {
      name        = "https"
      port        = 443
      target_port = "8080"
    }
  }
}
