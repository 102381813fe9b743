# Workloads as YAML text.
terraform {
  required_providers {
    kubectl = {
      source = "gavinbunney/kubectl"
    }
  }
}

resource "kubectl_manifest" "own" {
  yaml_body = <<-EOT
    apiVersion: apps/v1
    kind: DaemonSet
    metadata:
      name: own
    spec:
      selector:
        matchLabels: {app: own}
      template:
        metadata:
          labels: {app: own}
        spec:
          containers:
            - name: web
              image: 111122223333.dkr.ecr.eu-central-1.amazonaws.com/agent:1
  EOT
}

resource "kubectl_manifest" "hub" {
  yaml_body = <<-EOT
    apiVersion: apps/v1
    kind: DaemonSet
    metadata:
      name: hub
    spec:
      selector:
        matchLabels: {app: hub}
      template:
        metadata:
          labels: {app: hub}
        spec:
          containers:
            - name: web
              image: fluent/fluent-bit:3.2
  EOT
}
