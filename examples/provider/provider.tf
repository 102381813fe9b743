terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
    cisbench = {
      source = "cisbench/cisbench"
    }
  }
}
