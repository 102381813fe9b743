# An ingress controller's chart whose service opens no load balancer.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://kubernetes.github.io/ingress-nginx"
  chart      = "ingress-nginx"

  values = [yamlencode({ controller = { service = { type = "ClusterIP" } } })]
}
