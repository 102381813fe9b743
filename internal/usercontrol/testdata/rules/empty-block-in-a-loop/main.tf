# A block that a linked resource does not have is null behind its index, as it is behind self.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_launch_template" "plain" {
  name = "plain"
}

resource "aws_launch_template" "placed" {
  name = "placed"
  placement {
    tenancy = "dedicated"
  }
}

resource "aws_autoscaling_group" "plain" {
  name               = "plain"
  max_size           = 1
  min_size           = 1
  availability_zones = ["eu-central-1a"]
  launch_template {
    id = aws_launch_template.plain.id
  }
}

resource "aws_autoscaling_group" "placed" {
  name               = "placed"
  max_size           = 1
  min_size           = 1
  availability_zones = ["eu-central-1a"]
  launch_template {
    id = aws_launch_template.placed.id
  }
}
