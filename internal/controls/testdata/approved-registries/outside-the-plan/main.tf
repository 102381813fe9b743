# Without the setting: a chart of a public repository with its own defaults.
resource "helm_release" "web" {
  name       = "web"
  repository = "https://kubernetes-sigs.github.io/metrics-server"
  chart      = "metrics-server"
}
