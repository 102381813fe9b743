# The YAML is known only after apply.
terraform {
  required_providers {
    kubectl = {
      source = "gavinbunney/kubectl"
    }
  }
}

resource "terraform_data" "image" {
  input = "nginx"
}

resource "kubectl_manifest" "web" {
  yaml_body = <<-EOT
    apiVersion: apps/v1
    kind: DaemonSet
    metadata:
      name: web
    spec:
      selector:
        matchLabels: {app: web}
      template:
        metadata:
          labels: {app: web}
        spec:
          containers:
            - name: web
              image: ${terraform_data.image.output}
  EOT
}
