# The same Gateway on two clusters: the route of one redirects, that of the other
# forwards.
terraform {
  required_providers {
    kubectl = {
      source = "gavinbunney/kubectl"
    }
  }
}

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_eks_cluster" "blue" {
  name     = "blue"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

provider "kubectl" {
  alias = "blue"
  host  = aws_eks_cluster.blue.endpoint
}

resource "aws_eks_cluster" "green" {
  name     = "green"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

provider "kubectl" {
  alias = "green"
  host  = aws_eks_cluster.green.endpoint
}

resource "kubectl_manifest" "blue" {
  provider = kubectl.blue

  yaml_body = <<-YAML
    apiVersion: gateway.networking.k8s.io/v1
    kind: Gateway
    metadata: {name: web}
    spec:
      gatewayClassName: alb
      listeners: [{name: http, protocol: HTTP, port: 80}]
  YAML
}

resource "kubectl_manifest" "green" {
  provider = kubectl.green

  yaml_body = <<-YAML
    apiVersion: gateway.networking.k8s.io/v1
    kind: Gateway
    metadata: {name: web}
    spec:
      gatewayClassName: alb
      listeners: [{name: http, protocol: HTTP, port: 80}]
  YAML
}

resource "kubectl_manifest" "redirect" {
  provider = kubectl.blue

  yaml_body = <<-YAML
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: web}
    spec:
      parentRefs: [{name: web}]
      rules: [{filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]}]
  YAML
}

resource "kubectl_manifest" "forward" {
  provider = kubectl.green

  yaml_body = <<-YAML
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: web}
    spec:
      parentRefs: [{name: web}]
      rules: [{backendRefs: [{name: web, port: 80}]}]
  YAML
}
