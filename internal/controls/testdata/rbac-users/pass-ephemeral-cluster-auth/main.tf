# The token comes from the ephemeral resource aws_eks_cluster_auth, which signs it
# with IAM credentials as the data source does.
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

ephemeral "aws_eks_cluster_auth" "blue" {
  name = aws_eks_cluster.blue.id
}

provider "kubernetes" {
  host  = aws_eks_cluster.blue.endpoint
  token = ephemeral.aws_eks_cluster_auth.blue.token
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
