# Two contexts of a kubeconfig may be one cluster, or two: whether the Ingresses
# share a load balancer that redirects is not known.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

provider "kubernetes" {
  alias          = "a"
  config_path    = "kubeconfig"
  config_context = "a"
}

provider "kubernetes" {
  alias          = "b"
  config_path    = "kubeconfig"
  config_context = "b"
}

resource "kubernetes_ingress_v1" "redirect" {
  provider = kubernetes.a

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
  provider = kubernetes.b

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
