# Version 3 of the Helm provider has `set` as a list of objects, not as blocks.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

provider "helm" {
  kubernetes = {
    host = "https://example.com"
  }
}

resource "helm_release" "approved" {
  name       = "app"
  repository = "oci://111122223333.dkr.ecr.eu-central-1.amazonaws.com/charts"
  chart      = "app"

  set = [{
    name  = "image.repository"
    value = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/prod/app"
  }]
}

resource "helm_release" "hub" {
  name       = "app"
  repository = "oci://111122223333.dkr.ecr.eu-central-1.amazonaws.com/charts"
  chart      = "app"

  set = [{
    name  = "image.repository"
    value = "docker.io/acme/app"
  }]
}
