# A state with nothing in it: `terraform show -json` prints hardly anything.
