# The class internal is the load balancer controller's on one cluster, and NGINX's
# on the other, where spec.tls counts.
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

resource "aws_eks_cluster" "blue" {
  name     = "blue"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

provider "kubernetes" {
  alias = "blue"
  host  = aws_eks_cluster.blue.endpoint
}

provider "kubectl" {
  alias = "blue"
  host  = aws_eks_cluster.blue.endpoint
}

resource "aws_eks_cluster" "green" {
  name     = "green"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

provider "kubernetes" {
  alias = "green"
  host  = aws_eks_cluster.green.endpoint
}

provider "kubectl" {
  alias = "green"
  host  = aws_eks_cluster.green.endpoint
}

resource "kubectl_manifest" "alb" {
  provider = kubectl.blue

  yaml_body = <<-YAML
    apiVersion: networking.k8s.io/v1
    kind: IngressClass
    metadata: {name: internal}
    spec: {controller: ingress.k8s.aws/alb}
  YAML
}

resource "kubectl_manifest" "nginx" {
  provider = kubectl.green

  yaml_body = <<-YAML
    apiVersion: networking.k8s.io/v1
    kind: IngressClass
    metadata: {name: internal}
    spec: {controller: k8s.io/ingress-nginx}
  YAML
}

resource "kubernetes_ingress_v1" "blue" {
  provider = kubernetes.blue

  metadata {
    name = "blue"

    annotations = {
      "alb.ingress.kubernetes.io/certificate-arn" = "arn:aws:acm:eu-central-1:111122223333:certificate/a"
    }
  }

  spec {
    ingress_class_name = "internal"

    rule {
      host = "blue.example.com"
    }
  }
}

resource "kubernetes_ingress_v1" "green" {
  provider = kubernetes.green

  metadata {
    name = "green"

    annotations = {
      "alb.ingress.kubernetes.io/certificate-arn" = "arn:aws:acm:eu-central-1:111122223333:certificate/a"
    }
  }

  spec {
    ingress_class_name = "internal"

    rule {
      host = "green.example.com"
    }
  }
}
