# The values name a class of load balancers.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://stefanprodan.github.io/podinfo"
  chart      = "podinfo"

  values = [yamlencode({ service = { loadBalancerClass = "service.k8s.aws/nlb" } })]
}
