# Without values the chart's own defaults hold, which are not in the plan.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://charts.example.com/stable"
  chart      = "shop"
}
