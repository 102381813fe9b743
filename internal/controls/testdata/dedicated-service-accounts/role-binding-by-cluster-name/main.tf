# The binding is on green alone, by the name in the provider's command: blue passes.
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

resource "aws_eks_cluster" "green" {
  name     = "green"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

provider "kubernetes" {
  host = "https://k8s.example.com"

  exec {
    api_version = "client.authentication.k8s.io/v1beta1"
    command     = "aws"
    args        = ["eks", "get-token", "--cluster-name", "green"]
  }
}

resource "aws_eks_pod_identity_association" "blue" {
  cluster_name    = aws_eks_cluster.blue.name
  namespace       = "shop"
  service_account = "checkout"
  role_arn        = "arn:aws:iam::111122223333:role/checkout"
}

resource "aws_eks_pod_identity_association" "green" {
  cluster_name    = aws_eks_cluster.green.name
  namespace       = "shop"
  service_account = "checkout"
  role_arn        = "arn:aws:iam::111122223333:role/checkout"
}

resource "kubernetes_role_binding_v1" "view" {
  metadata {
    name      = "view"
    namespace = "shop"
  }

  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "ClusterRole"
    name      = "view"
  }

  subject {
    kind      = "ServiceAccount"
    name      = "default"
    namespace = "shop"
  }
}
