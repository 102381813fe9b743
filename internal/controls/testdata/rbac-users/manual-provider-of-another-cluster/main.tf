# The kubeconfig's context names a cluster that is not in the plan: its ConfigMap
# maps nobody to the users of this one.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_eks_cluster" "blue" {
  name     = "blue"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

provider "kubernetes" {
  config_path    = "kubeconfig"
  config_context = "arn:aws:eks:eu-central-1:111122223333:cluster/shared"
}

resource "kubernetes_config_map_v1_data" "auth" {
  metadata {
    name      = "aws-auth"
    namespace = "kube-system"
  }

  data = {
    mapRoles = "[]"
  }
}
