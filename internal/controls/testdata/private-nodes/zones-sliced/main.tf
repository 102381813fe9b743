# A subnet in each of the first two zones, whichever these are: how many there are
# is known without asking AWS.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

data "aws_availability_zones" "available" {}

locals {
  zones    = slice(data.aws_availability_zones.available.names, 0, 2)
  networks = [for i, zone in local.zones : cidrsubnet("10.0.0.0/16", 8, i)]
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "private" {
  count = length(local.networks)

  vpc_id            = aws_vpc.main.id
  cidr_block        = local.networks[count.index]
  availability_zone = local.zones[count.index]
}

resource "aws_route_table" "private" {
  count = length(local.networks)

  vpc_id = aws_vpc.main.id
}

resource "aws_route_table_association" "private" {
  count = length(local.networks)

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[count.index].id
}

resource "aws_eks_node_group" "this" {
  cluster_name    = "prod"
  node_group_name = "default"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = aws_subnet.private[*].id

  scaling_config {
    desired_size = 2
    max_size     = 3
    min_size     = 1
  }
}
