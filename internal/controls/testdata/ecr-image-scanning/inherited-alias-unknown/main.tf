# Of two configurations the plan does not say which one a module three calls below
# inherits: the call on the way passes the alias without a trace.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

provider "aws" {
  alias                       = "paris"
  region                      = "eu-west-3"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_ecr_registry_scanning_configuration" "paris" {
  provider  = aws.paris
  scan_type = "BASIC"

  rule {
    scan_frequency = "SCAN_ON_PUSH"

    repository_filter {
      filter      = "*"
      filter_type = "WILDCARD"
    }
  }
}

module "teams" {
  source    = "./teams"
  providers = { aws = aws.paris }
}
