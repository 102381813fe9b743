# A configuration with outputs alone: a plan without resource_changes.
variable "name" {
  type    = string
  default = "prod"
}

output "name" {
  value = upper(var.name)
}
