# The YAML is known only after apply: what it declares cannot be told.
terraform {
  required_providers {
    kubectl = {
      source = "gavinbunney/kubectl"
    }
  }
}

resource "terraform_data" "host" {
  input = "www.example.com"
}

resource "kubectl_manifest" "web" {
  yaml_body = <<-EOT
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: web
    spec:
      ingressClassName: nginx
      rules:
        - host: ${terraform_data.host.output}
  EOT
}
