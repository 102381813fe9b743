resource "aws_subnet" "private" {
  count = 2

  vpc_id     = "vpc-0a1b2c3d4e5f60718"
  cidr_block = cidrsubnet("10.0.0.0/16", 8, count.index)
}

resource "aws_subnet" "extra" {
  for_each = toset(["a", "b"])

  vpc_id     = "vpc-0a1b2c3d4e5f60718"
  cidr_block = "10.1.${each.key == "a" ? 0 : 1}.0/24"
}

output "private" {
  value = aws_subnet.private[*].id
}

output "extra" {
  value = [for s in aws_subnet.extra : s.id]
}
