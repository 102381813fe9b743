# Keys with what addresses are made of, and with what a terminal or a CI runner
# might act on: every address has to be read, and written as Terraform does.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "cluster" {
  source = "./cluster"
  for_each = toset([
    "a.b.c",
    "a\"quoted\"",
    "a[0]",
    "a[\"b\"].module.c",
    "$${var.x}",
    "%%{ if true }",
    "back\\slash",
    "new\nline",
    "tab\tand\r",
    "\u001b[31mred",
    "\u202eright to left",
    "::error::x",
    "grün 🟢",
    "<&>",
    "",
    " ",
    "0",
  ])

  name = "c-${substr(sha256(each.key), 0, 8)}"
}

resource "aws_subnet" "by_index" {
  count = 2

  vpc_id     = "vpc-0a1b2c3d4e5f60718"
  cidr_block = "10.0.${count.index}.0/24"
}

resource "aws_eks_node_group" "picked" {
  cluster_name  = module.cluster["a[\"b\"].module.c"].id
  node_role_arn = "arn:aws:iam::111122223333:role/node"
  subnet_ids    = [aws_subnet.by_index[1].id]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

resource "aws_eks_node_group" "each" {
  for_each = module.cluster

  cluster_name  = each.value.id
  node_role_arn = "arn:aws:iam::111122223333:role/node"
  subnet_ids    = ["subnet-0a1b2c3d4e5f60718"]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
