# The public registry of ECR is everybody's.
resource "kubernetes_deployment_v1" "web" {
  metadata {
    name = "web"
  }

  spec {
    selector {
      match_labels = { app = "web" }
    }

    template {
      metadata {
        labels = { app = "web" }
      }

      spec {
        container {
          name  = "web"
          image = "public.ecr.aws/eks-distro/coredns/coredns:v1.11.4"
        }
      }
    }
  }
}
