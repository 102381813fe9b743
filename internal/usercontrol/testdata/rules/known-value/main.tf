# The entry is found by an argument that names no resource for AWS.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_eks_fargate_profile" "batch" {
  cluster_name           = "shop"
  fargate_profile_name   = "batch"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/batch"
  subnet_ids             = ["subnet-1"]
  selector {
    namespace = "batch"
  }
}

resource "aws_eks_fargate_profile" "other" {
  cluster_name           = "shop"
  fargate_profile_name   = "other"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/batch"
  subnet_ids             = ["subnet-1"]
  selector {
    namespace = "other"
  }
}

resource "aws_eks_access_entry" "batch" {
  cluster_name  = "shop"
  principal_arn = aws_eks_fargate_profile.batch.pod_execution_role_arn
  type          = "FARGATE_LINUX"
}
