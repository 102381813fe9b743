# The cache opens another part of the upstream registry.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_ecr_pull_through_cache_rule" "this" {
  ecr_repository_prefix      = "mirror"
  upstream_registry_url      = "public.ecr.aws"
  upstream_repository_prefix = "bitnami"
}
