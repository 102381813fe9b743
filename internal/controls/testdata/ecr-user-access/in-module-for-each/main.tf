# One module, a policy each: two levels of instances and a document inside.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "repository" {
  source = "./repository"
  for_each = {
    app   = ["arn:aws:iam::444455556666:root"]
    tools = ["*"]
    cache = []
  }

  name    = each.key
  readers = each.value
}
