# mapRoles that is not YAML, or not a list, may map the role of nodes.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

provider "kubernetes" {
  host = "https://example.com"
}

resource "kubernetes_config_map_v1" "auth" {
  metadata {
    name      = "aws-auth"
    namespace = "kube-system"
  }

  data = {
    mapRoles = <<-EOT
      - rolearn: arn:aws:iam::111122223333:role/node
        groups: [system:bootstrappers, system:nodes
    EOT
  }
}
