# A chart in the configuration's own folder: its images are in its files.
resource "helm_release" "web" {
  name  = "web"
  chart = "./charts/shop"
}
