# One inline policy per role: every way to write an action, on every resource.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

locals {
  statements = {
    put              = { Action = "ecr:PutImage", Resource = "*" }
    list             = { Action = ["ecr:BatchGetImage", "ecr:UploadLayerPart"], Resource = "*" }
    star             = { Action = "*", Resource = "*" }
    service-star     = { Action = "ecr:*", Resource = "*" }
    prefix           = { Action = "ecr:Put*", Resource = "*" }
    question-mark    = { Action = "ecr:P?tImage", Resource = "*" }
    case             = { Action = "ECR:putimage", Resource = "*" }
    tagging          = { Action = "ecr:UntagResource", Resource = "*" }
    permissions      = { Action = "ecr:SetRepositoryPolicy", Resource = "*" }
    public           = { Action = "ecr-public:PutImage", Resource = "*" }
    future           = { Action = "ecr:AnythingNew", Resource = "*" }
    not-action       = { NotAction = "iam:*", Resource = "*" }
    on-repositories  = { Action = "ecr:PutImage", Resource = "arn:aws:ecr:*:*:repository/*" }
    on-any-service   = { Action = "ecr:PutImage", Resource = "arn:aws:*:eu-central-1:111122223333:*" }
    not-resource     = { Action = "ecr:PutImage", NotResource = "arn:aws:s3:::bucket/*" }
    read             = { Action = ["ecr:Get*", "ecr:BatchGet*", "ecr:BatchCheck*", "ecr:Describe*", "ecr:List*", "ecr:Validate*"], Resource = "*" }
    import           = { Action = "ecr:BatchImportUpstreamImage", Resource = "*" }
    on-buckets       = { Action = "*", Resource = "arn:aws:s3:::bucket/*" }
    not-action-ecr   = { NotAction = ["ecr:*", "ecr-public:*"], Resource = "*" }
    not-resource-any = { Action = "ecr:PutImage", NotResource = "*" }
  }
}

resource "aws_iam_role" "node" {
  for_each = local.statements
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

resource "aws_iam_role_policy" "this" {
  for_each = local.statements
  role     = aws_iam_role.node[each.key].name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = merge({ Effect = "Allow" }, each.value)
  })
}

resource "aws_eks_node_group" "this" {
  for_each        = local.statements
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
