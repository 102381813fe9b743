# A NodeClass of one's own for Auto Mode, beside no built-in pool.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

provider "kubernetes" {
  host = "https://example.com"
}

resource "kubernetes_manifest" "class" {
  manifest = {
    apiVersion = "eks.amazonaws.com/v1"
    kind       = "NodeClass"
    metadata   = { name = "private" }
    spec = {
      role                = "node"
      subnetSelectorTerms = [{ tags = { tier = "private" } }]
    }
  }
}
