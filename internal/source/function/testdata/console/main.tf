locals {
  template = "$${upper(name)}!"
  nested   = { template = "$${length(items)}" }
  broken   = "$${"
  number   = 7
  nothing  = null
  secret   = sensitive("hunter2")
}
