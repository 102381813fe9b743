# The provider talks to the cluster that its data source reads.
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

data "aws_eks_cluster" "connection" {
  name = aws_eks_cluster.green.id
}

data "aws_eks_cluster_auth" "connection" {
  name = aws_eks_cluster.green.id
}

provider "helm" {
  kubernetes {
    host                   = data.aws_eks_cluster.connection.endpoint
    cluster_ca_certificate = base64decode(data.aws_eks_cluster.connection.certificate_authority[0].data)
    token                  = data.aws_eks_cluster_auth.connection.token
  }
}

resource "helm_release" "cilium" {
  name       = "cilium"
  repository = "https://helm.cilium.io"
  chart      = "cilium"
}
