# The class of the AWS Load Balancer Controller: * is a name of a port.
resource "kubernetes_service_v1" "web" {
  metadata {
    name = "web"

    annotations = {
      "service.beta.kubernetes.io/aws-load-balancer-ssl-cert"  = "arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
      "service.beta.kubernetes.io/aws-load-balancer-ssl-ports" = "*"
    }
  }

  spec {
    type                = "LoadBalancer"
    load_balancer_class = "service.k8s.aws/nlb"
    selector            = { app = "web" }

    port {
      name        = "https"
      port        = 443
      target_port = "8080"
    }
  }
}
