# One module, an image of each registry.
module "app" {
  source   = "./app"
  for_each = { own = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop:1", hub = "nginx" }

  image = each.value
}
