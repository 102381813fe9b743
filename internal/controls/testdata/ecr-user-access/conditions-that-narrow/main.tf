# Everyone, narrowed by a condition: every key and operator that does narrow,
# one repository each.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

locals {
  conditions = {
    organization     = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
    lower-case       = { StringEquals = { "aws:principalorgid" = "o-a1b2c3d4e5" } }
    account          = { StringEquals = { "aws:PrincipalAccount" = ["111122223333", "444455556666"] } }
    source-account   = { StringEquals = { "aws:SourceAccount" = "111122223333" } }
    source-owner     = { StringEquals = { "aws:SourceOwner" = "111122223333" } }
    source-org       = { StringEquals = { "aws:SourceOrgID" = "o-a1b2c3d4e5" } }
    source-vpc       = { StringEquals = { "aws:SourceVpc" = "vpc-0a1b2c3d4e5f60718" } }
    source-vpce      = { StringEquals = { "aws:SourceVpce" = "vpce-0a1b2c3d4e5f60718" } }
    vpce-account     = { StringEquals = { "aws:VpceAccount" = "111122223333" } }
    vpce-org         = { StringEquals = { "aws:VpceOrgID" = "o-a1b2c3d4e5" } }
    principal-arn    = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::111122223333:role/ci-*" } }
    source-arn       = { ArnEquals = { "aws:SourceArn" = "arn:aws:codebuild:eu-central-1:111122223333:project/app" } }
    org-paths        = { "ForAnyValue:StringLike" = { "aws:PrincipalOrgPaths" = "o-a1b2c3d4e5/r-ab12/*" } }
    source-org-paths = { "ForAnyValue:StringLike" = { "aws:SourceOrgPaths" = "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*" } }
    userid           = { StringEquals = { "aws:userid" = "AIDACKCEVSQ6C2EXAMPLE" } }
    source-ip        = { IpAddress = { "aws:SourceIp" = "203.0.113.0/24" } }
    vpc-source-ip    = { IpAddress = { "aws:VpcSourceIp" = "10.0.0.0/8" } }
    beside-an-open   = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" }, Bool = { "aws:SecureTransport" = "true" } }
    if-exists        = { StringEqualsIfExists = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" }, Null = { "aws:PrincipalOrgID" = "false" } }
  }
}

resource "aws_ecr_repository" "this" {
  for_each = local.conditions
  name     = each.key
}

resource "aws_ecr_repository_policy" "this" {
  for_each   = local.conditions
  repository = aws_ecr_repository.this[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "ecr:BatchGetImage"
      Condition = each.value
    }]
  })
}
