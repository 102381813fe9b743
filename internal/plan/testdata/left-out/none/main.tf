output "cidrs" {
  value = null
}
