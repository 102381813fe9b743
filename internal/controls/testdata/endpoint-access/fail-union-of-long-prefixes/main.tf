# Every single prefix is within the limit (/8 and longer) and still nothing of
# IPv4 is left out.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d4e5f60718"]
    endpoint_private_access = true
    public_access_cidrs     = concat([for i in range(0, 255) : "${i}.0.0.0/8"], ["255.0.0.0/9", "255.128.0.0/9"])
  }
}
