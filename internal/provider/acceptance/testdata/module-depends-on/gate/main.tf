terraform {
  required_providers {
    cisbench = {
      source = "cisbench/cisbench"
    }
  }
}

variable "cluster" {
  type = any
}

data "cisbench_eks" "this" {
  cluster = var.cluster
}
