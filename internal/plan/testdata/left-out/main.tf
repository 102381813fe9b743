# public_access_cidrs is Optional and Computed: left out, null and [] all show
# as unknown. Each cluster is a way in which an expression gives nothing, or
# gives something that only the apply tells.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variable "null_cidrs" {
  type    = set(string)
  default = null
}

variable "empty_cidrs" {
  type    = list(string)
  default = []
}

variable "untyped" {
  default = null
}

variable "settings" {
  type = object({
    cidrs   = optional(list(string))
    private = optional(bool, true)
  })
  default = {}
}

variable "given_cidrs" {
  type = list(string)
}

locals {
  none = null
  flag = true
}

resource "aws_eip" "nat" {
}

resource "aws_eks_cluster" "not_written" {
  name     = "not-written"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

resource "aws_eks_cluster" "written" {
  for_each = toset(["variable", "empty", "null", "local", "eip", "given"])

  name     = each.key
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
    public_access_cidrs = (
      each.key == "variable" ? var.null_cidrs :
      each.key == "empty" ? var.empty_cidrs :
      each.key == "local" ? local.none :
      each.key == "eip" ? ["${aws_eip.nat.public_ip}/32"] :
      each.key == "given" ? var.given_cidrs : null
    )
  }
}

resource "aws_eks_cluster" "null_constant" {
  name     = "null-constant"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids          = ["subnet-0a1b2c3d4e5f60718"]
    public_access_cidrs = null
  }
}

resource "aws_eks_cluster" "null_variable" {
  name     = "null-variable"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids          = ["subnet-0a1b2c3d4e5f60718"]
    public_access_cidrs = var.null_cidrs
  }
}

resource "aws_eks_cluster" "untyped_variable" {
  name     = "untyped-variable"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids          = ["subnet-0a1b2c3d4e5f60718"]
    public_access_cidrs = var.untyped
  }
}

resource "aws_eks_cluster" "empty_variable" {
  name     = "empty-variable"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids          = ["subnet-0a1b2c3d4e5f60718"]
    public_access_cidrs = var.empty_cidrs
  }
}

resource "aws_eks_cluster" "optional_attribute" {
  name     = "optional-attribute"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d4e5f60718"]
    endpoint_private_access = var.settings.private
    public_access_cidrs     = var.settings.cidrs
  }
}

resource "aws_eks_cluster" "null_local" {
  name     = "null-local"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids          = ["subnet-0a1b2c3d4e5f60718"]
    public_access_cidrs = local.none
  }
}

resource "aws_eks_cluster" "chosen_by_local" {
  name     = "chosen-by-local"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids          = ["subnet-0a1b2c3d4e5f60718"]
    public_access_cidrs = local.flag ? var.null_cidrs : ["${aws_eip.nat.public_ip}/32"]
  }
}

resource "aws_eks_cluster" "function_of_nothing" {
  name     = "function"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids          = ["subnet-0a1b2c3d4e5f60718"]
    public_access_cidrs = [format("10.%d.0.0/16", length(uuid()))]
  }
}

# An argument that the call leaves out takes the variable's default; one that
# it gives as null does so only where the variable is not nullable.
module "defaults" {
  source   = "./cluster"
  for_each = { absent = 0, null = 1 }
  name     = each.key
}

module "given_null" {
  source = "./cluster"
  name   = "given-null"
  cidrs  = var.null_cidrs
  strict = null
}

module "from_output" {
  source = "./cluster"
  name   = "from-output"
  cidrs  = module.none.cidrs
}

module "none" {
  source = "./none"
}
