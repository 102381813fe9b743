variable "cluster" {
  type = string
}

resource "time_sleep" "this" {
  count = 1

  create_duration = "30s"
  triggers        = { cluster = var.cluster }
}

output "cluster" {
  value = try(time_sleep.this[0].triggers["cluster"], var.cluster)
}
