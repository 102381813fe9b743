# A binding in whose text a key stands twice may be for the default account.
terraform {
  required_providers {
    kubectl = {
      source = "gavinbunney/kubectl"
    }
  }
}

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

provider "kubectl" {
  host             = "https://example.com"
  load_config_file = false
}

resource "kubectl_manifest" "binding" {
  yaml_body = <<-EOT
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata:
      name: readers
      namespace: shop
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: readers
    subjects:
      - kind: ServiceAccount
        name: shop
    subjects:
      - kind: ServiceAccount
        name: default
  EOT
}
