# A public repository is public by design.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_ecrpublic_repository" "app" {
  repository_name = "app"
}

resource "aws_ecrpublic_repository_policy" "app" {
  repository_name = aws_ecrpublic_repository.app.repository_name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "ecr-public:*"
    }]
  })
}
