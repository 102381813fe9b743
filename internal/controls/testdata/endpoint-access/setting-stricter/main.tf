# A /12 is fine by default and too wide for this user; so is a /32 of IPv6.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_eks_cluster" "this" {
  for_each = { v4 = "52.0.0.0/12", v6 = "2001:db8::/32", fine = "203.0.0.0/16" }
  name     = each.key
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d4e5f60718"]
    endpoint_private_access = true
    public_access_cidrs     = [each.value]
  }
}
