# The policy that admits everyone is on the repository of that name in another region.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

provider "aws" {
  alias                       = "sydney"
  region                      = "ap-southeast-2"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_ecr_repository" "frankfurt" {
  name = "base-images"
}

resource "aws_ecr_repository" "sydney" {
  provider = aws.sydney
  name     = "base-images"
}

resource "aws_ecr_repository_policy" "sydney" {
  provider   = aws.sydney
  repository = "base-images"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "ecr:BatchGetImage" }]
  })
}
