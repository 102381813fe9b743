variable "private" {
  type    = list(string)
  default = ["10.0.1.0/24", "10.0.2.0/24"]
}

variable "public" {
  type    = list(string)
  default = ["10.0.101.0/24", "10.0.102.0/24"]
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "this" {
  count  = 1
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "private" {
  count      = length(var.private)
  vpc_id     = aws_vpc.this.id
  cidr_block = var.private[count.index]
}

resource "aws_subnet" "public" {
  count                   = length(var.public)
  vpc_id                  = aws_vpc.this.id
  cidr_block              = var.public[count.index]
  map_public_ip_on_launch = false
}

resource "aws_nat_gateway" "this" {
  count         = 1
  subnet_id     = element(aws_subnet.public[*].id, count.index)
  allocation_id = "eipalloc-0a1b2c3d4e5f60718"
}

resource "aws_route_table" "private" {
  count  = 1
  vpc_id = aws_vpc.this.id
}

resource "aws_route" "private" {
  count                  = 1
  route_table_id         = element(aws_route_table.private[*].id, count.index)
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = element(aws_nat_gateway.this[*].id, count.index)
}

resource "aws_route_table_association" "private" {
  count          = length(var.private)
  subnet_id      = element(aws_subnet.private[*].id, count.index)
  route_table_id = element(aws_route_table.private[*].id, 0)
}

resource "aws_route_table" "public" {
  count  = 1
  vpc_id = aws_vpc.this.id
}

resource "aws_route" "public" {
  count                  = 1
  route_table_id         = aws_route_table.public[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route_table_association" "public" {
  count          = length(var.public)
  subnet_id      = element(aws_subnet.public[*].id, count.index)
  route_table_id = element(aws_route_table.public[*].id, 0)
}

output "private_subnets" {
  value = aws_subnet.private[*].id
}

output "public_subnets" {
  value = aws_subnet.public[*].id
}
