# An ingress controller's chart with its own defaults: it asks for a load
# balancer, which this plan does not describe.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://kubernetes.github.io/ingress-nginx"
  chart      = "ingress-nginx"
}
