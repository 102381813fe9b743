# Ingresses as YAML text.
terraform {
  required_providers {
    kubectl = {
      source = "gavinbunney/kubectl"
    }
  }
}

resource "kubectl_manifest" "plain" {
  yaml_body = <<-EOT
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: plain
    spec:
      ingressClassName: nginx
      defaultBackend:
        service: {name: web, port: {number: 80}}
  EOT
}

resource "kubectl_manifest" "tls" {
  yaml_body = <<-EOT
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: tls
    spec:
      ingressClassName: nginx
      tls:
        - hosts: [www.example.com]
          secretName: www
      defaultBackend:
        service: {name: web, port: {number: 80}}
  EOT
}

resource "kubectl_manifest" "other" {
  yaml_body = <<-EOT
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: other
  EOT
}
