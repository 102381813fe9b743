# The values give a certificate for every port, and other values are known only
# after apply.
resource "terraform_data" "ports" {
  input = "443"
}

resource "helm_release" "web" {
  name       = "web"
  repository = "https://stefanprodan.github.io/podinfo"
  chart      = "podinfo"

  values = [yamlencode({ service = { type = "LoadBalancer", annotations = { "service.beta.kubernetes.io/aws-load-balancer-ssl-cert" = "arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab" } } })]

  set {
    name  = "service.annotations.service\\\\.beta\\\\.kubernetes\\\\.io/aws-load-balancer-ssl-ports"
    value = terraform_data.ports.output
  }
}
