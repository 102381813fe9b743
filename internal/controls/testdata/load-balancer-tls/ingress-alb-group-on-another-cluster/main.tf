# Two groups of one name, on two clusters, are two load balancers: only one of them
# redirects.
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

resource "kubernetes_ingress_v1" "redirect" {
  provider = kubernetes.blue

  metadata {
    name = "redirect"

    annotations = {
      "alb.ingress.kubernetes.io/group.name"   = "shared"
      "alb.ingress.kubernetes.io/listen-ports" = "[{\"HTTP\": 80}, {\"HTTPS\": 443}]"
      "alb.ingress.kubernetes.io/ssl-redirect" = "443"
    }
  }

  spec {
    ingress_class_name = "alb"

    rule {
      host = "redirect.example.com"
    }
  }
}

resource "kubernetes_ingress_v1" "plain" {
  provider = kubernetes.green

  metadata {
    name = "plain"

    annotations = {
      "alb.ingress.kubernetes.io/group.name"   = "shared"
      "alb.ingress.kubernetes.io/listen-ports" = "[{\"HTTP\": 80}]"
    }
  }

  spec {
    ingress_class_name = "alb"

    rule {
      host = "plain.example.com"
    }
  }
}
