# A workload in whose text a key stands twice names images that are not known. A
# custom resource may hold containers, a ConfigMap may not.
terraform {
  required_providers {
    kubectl = {
      source = "gavinbunney/kubectl"
    }
  }
}

resource "kubectl_manifest" "pod" {
  yaml_body = <<-EOT
    apiVersion: v1
    kind: Pod
    metadata:
      name: pod
    spec:
      containers:
        - name: app
          image: quay.io/team/app
          image: docker.io/team/app
  EOT
}

resource "kubectl_manifest" "custom" {
  yaml_body = <<-EOT
    apiVersion: argoproj.io/v1alpha1
    kind: Workflow
    metadata:
      name: custom
    spec: {}
    spec: {}
  EOT
}

resource "kubectl_manifest" "config" {
  yaml_body = <<-EOT
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: config
    data: {}
    data: {}
  EOT
}
