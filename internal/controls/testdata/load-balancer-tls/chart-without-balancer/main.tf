# A chart that asks for no load balancer is no subject.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://kubernetes-sigs.github.io/metrics-server"
  chart      = "metrics-server"

  values = [yamlencode({ replicas = 2 })]
}
