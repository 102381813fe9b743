data "aws_iam_policy_document" "cluster_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["eks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "cluster" {
  name               = "${var.name}-cluster"
  assume_role_policy = data.aws_iam_policy_document.cluster_trust.json
}

resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
}

# The endpoint is left as EKS makes it: public, open to everyone, and not
# private. No key is named for Secrets.
resource "aws_eks_cluster" "this" {
  name     = var.name
  role_arn = aws_iam_role.cluster.arn
  version  = "1.33"

  vpc_config {
    subnet_ids = [for s in aws_subnet.public : s.id]
  }
}

# Users of the company's identity provider, whom IAM does not know.
resource "aws_eks_identity_provider_config" "staff" {
  cluster_name = aws_eks_cluster.this.name

  oidc {
    client_id                     = "kubernetes"
    identity_provider_config_name = "staff"
    issuer_url                    = "https://login.example.com"
    groups_claim                  = "groups"
  }
}

# Network policies need enableNetworkPolicy, which is off when it is left out.
resource "aws_eks_addon" "vpc_cni" {
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "vpc-cni"
}
