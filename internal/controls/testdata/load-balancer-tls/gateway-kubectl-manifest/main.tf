# A Gateway as YAML text.
terraform {
  required_providers {
    kubectl = {
      source = "gavinbunney/kubectl"
    }
  }
}

resource "kubectl_manifest" "web" {
  yaml_body = <<-EOT
    apiVersion: gateway.networking.k8s.io/v1
    kind: Gateway
    metadata:
      name: web
      namespace: shop
    spec:
      gatewayClassName: cilium
      listeners:
        - {name: https, port: 443, protocol: HTTPS}
  EOT
}
