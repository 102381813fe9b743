# Values that name no image: the chart's own defaults hold.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://charts.example.com/stable"
  chart      = "shop"

  values = [yamlencode({ replicas = 2 })]
}
