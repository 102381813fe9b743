# Values in which a key stands twice may ask for a load balancer, whatever the
# chart is.
resource "helm_release" "twice" {
  name       = "twice"
  chart      = "podinfo"
  repository = "https://charts.example.com"
  values = [<<-EOT
    service:
      type: ClusterIP
    service:
      type: LoadBalancer
  EOT
  ]
}

resource "helm_release" "read" {
  name       = "read"
  chart      = "podinfo"
  repository = "https://charts.example.com"
  values     = ["service: {type: ClusterIP}"]
}
