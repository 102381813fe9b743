# The regions of two configurations are variables. The plan knows their values: the
# rules are of the region of one of the repositories.
variable "home" {
  type    = string
  default = "eu-central-1"
}

variable "away" {
  type    = string
  default = "eu-north-1"
}

variable "key" {
  type    = string
  default = "mock"
}

provider "aws" {
  region                      = var.home
  access_key                  = var.key
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

provider "aws" {
  alias                       = "away"
  region                      = var.away
  access_key                  = var.key
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

provider "aws" {
  alias                       = "again"
  region                      = var.away
  access_key                  = var.key
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_ecr_registry_scanning_configuration" "away" {
  provider  = aws.away
  scan_type = "BASIC"

  rule {
    scan_frequency = "SCAN_ON_PUSH"

    repository_filter {
      filter      = "*"
      filter_type = "WILDCARD"
    }
  }
}

resource "aws_ecr_repository" "home" {
  name = "app"
}

resource "aws_ecr_repository" "away" {
  provider = aws.again
  name     = "app"
}
