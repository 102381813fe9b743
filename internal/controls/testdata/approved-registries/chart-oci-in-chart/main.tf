# A chart out of a registry, named in the chart argument.
resource "helm_release" "web" {
  name  = "web"
  chart = "oci://public.ecr.aws/karpenter/karpenter"

  values = [yamlencode({ image = { repository = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop", tag = "1.4.2" } })]
}
