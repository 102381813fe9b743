resource "kubernetes_namespace_v1" "shop" {
  metadata {
    name = "shop"
  }
}

resource "kubernetes_service_account_v1" "shop" {
  metadata {
    name      = "shop"
    namespace = "shop"
  }
}

# The application's own account has the application's own role.
data "aws_iam_policy_document" "shop_trust" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "shop" {
  name               = "${var.name}-app"
  assume_role_policy = data.aws_iam_policy_document.shop_trust.json
}

resource "aws_eks_pod_identity_association" "shop" {
  cluster_name    = aws_eks_cluster.this.name
  namespace       = "shop"
  service_account = "shop"
  role_arn        = aws_iam_role.shop.arn
}

resource "kubernetes_deployment_v1" "shop" {
  metadata {
    name      = "shop"
    namespace = "shop"
  }

  spec {
    replicas = 2

    selector {
      match_labels = { app = "shop" }
    }

    template {
      metadata {
        labels = { app = "shop" }
      }

      spec {
        service_account_name = kubernetes_service_account_v1.shop.metadata[0].name

        container {
          name  = "web"
          image = "${data.aws_caller_identity.current.account_id}.dkr.ecr.${var.region}.amazonaws.com/shop:1.4.2"
        }
      }
    }
  }

  depends_on = [kubernetes_namespace_v1.shop]
}

resource "kubernetes_network_policy_v1" "default_deny" {
  metadata {
    name      = "default-deny"
    namespace = "shop"
  }

  spec {
    policy_types = ["Ingress"]

    pod_selector {}
  }

  depends_on = [kubernetes_namespace_v1.shop]
}
