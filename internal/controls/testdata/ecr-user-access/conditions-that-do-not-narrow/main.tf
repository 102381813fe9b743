# Everyone, with a condition that admits everyone all the same: every key,
# operator and value that does not narrow, one repository each.
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
    secure-transport  = { Bool = { "aws:SecureTransport" = "true" } }
    region            = { StringEquals = { "aws:RequestedRegion" = "eu-central-1" } }
    time              = { DateGreaterThan = { "aws:CurrentTime" = "2024-01-01T00:00:00Z" } }
    user-agent        = { StringEquals = { "aws:UserAgent" = "docker" } }
    referer           = { StringEquals = { "aws:Referer" = "https://example.com" } }
    mfa               = { Bool = { "aws:MultiFactorAuthPresent" = "true" } }
    principal-type    = { StringEquals = { "aws:PrincipalType" = "AssumedRole" } }
    principal-tag     = { StringEquals = { "aws:PrincipalTag/team" = "platform" } }
    request-tag       = { StringEquals = { "aws:RequestTag/team" = "platform" } }
    resource-tag      = { StringEquals = { "aws:ResourceTag/team" = "platform" } }
    ecr-tag           = { StringEquals = { "ecr:ResourceTag/team" = "platform" } }
    external-id       = { StringEquals = { "sts:ExternalId" = "ci" } }
    resource-account  = { StringEquals = { "aws:ResourceAccount" = "111122223333" } }
    resource-org      = { StringEquals = { "aws:ResourceOrgID" = "o-a1b2c3d4e5" } }
    called-via        = { "ForAnyValue:StringEquals" = { "aws:CalledVia" = "cloudformation.amazonaws.com" } }
    via-service       = { Bool = { "aws:ViaAWSService" = "true" } }
    not-equals        = { StringNotEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
    not-ip            = { NotIpAddress = { "aws:SourceIp" = "198.51.100.0/24" } }
    if-exists         = { StringEqualsIfExists = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
    for-all-values    = { "ForAllValues:StringEquals" = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
    wildcard-org      = { StringLike = { "aws:PrincipalOrgID" = "o-*" } }
    one-open-value    = { StringLike = { "aws:PrincipalOrgID" = ["o-a1b2c3d4e5", "*"] } }
    policy-variable   = { StringEquals = { "aws:PrincipalOrgID" = "$${aws:PrincipalOrgID}" } }
    any-account       = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/ci" } }
    any-ip            = { IpAddress = { "aws:SourceIp" = "0.0.0.0/0" } }
    half-the-internet = { IpAddress = { "aws:SourceIp" = ["0.0.0.0/1", "128.0.0.0/1"] } }
    any-org-path      = { "ForAnyValue:StringLike" = { "aws:PrincipalOrgPaths" = "*/r-ab12/*" } }
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
