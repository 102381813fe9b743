# AWS managed policies, a role each: those that write to ECR, those that do not,
# and one that is in no table.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

locals {
  policies = {
    admin      = "AdministratorAccess"
    power      = "PowerUserAccess"
    full       = "AmazonEC2ContainerRegistryFullAccess"
    public     = "AmazonElasticContainerRegistryPublicPowerUser"
    builder    = "EC2InstanceProfileForImageBuilderECRContainerBuilds"
    sagemaker  = "AmazonSageMakerFullAccess"
    minimal    = "AmazonEKSWorkerNodeMinimalPolicy"
    ssm        = "AmazonSSMManagedInstanceCore"
    cloudwatch = "CloudWatchAgentServerPolicy"
    ecs        = "service-role/AmazonECSTaskExecutionRolePolicy"
    ebs        = "service-role/AmazonEBSCSIDriverPolicy"
    unlisted   = "AmazonRDSReadOnlyAccess"
  }
}

resource "aws_iam_role" "node" {
  for_each = local.policies
  name     = each.key
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each   = local.policies
  role       = aws_iam_role.node[each.key].name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}

resource "aws_eks_node_group" "this" {
  for_each        = local.policies
  cluster_name    = "prod"
  node_group_name = each.key
  node_role_arn   = aws_iam_role.node[each.key].arn
  subnet_ids      = ["subnet-0a1b2c3d4e5f60718"]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
