# A key stands twice in the texts, which some YAML libraries take: what is in them
# is not known, and the lines show the kinds. Of a second document, no more is read.
terraform {
  required_providers {
    kubectl = {
      source = "gavinbunney/kubectl"
    }
  }
}

resource "kubectl_manifest" "ingress" {
  yaml_body = <<-EOT
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: twice
    spec:
      ingressClassName: nginx
    spec:
      ingressClassName: alb
  EOT
}

resource "kubectl_manifest" "second" {
  yaml_body = <<-EOT
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: web
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: web
    spec:
      type: LoadBalancer
  EOT
}

resource "kubectl_manifest" "other" {
  yaml_body = <<-EOT
    apiVersion: v1
    kind: Secret
    metadata:
      name: other
    data: {}
    data: {}
  EOT
}
