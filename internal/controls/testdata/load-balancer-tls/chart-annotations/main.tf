# The values have an annotation for load balancers.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://stefanprodan.github.io/podinfo"
  chart      = "podinfo"

  values = [yamlencode({ service = { annotations = { "service.beta.kubernetes.io/aws-load-balancer-scheme" = "internal" } } })]
}
