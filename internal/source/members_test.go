package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Each element of a list leads to what it comes from; of a choice none is certain.
func TestElements(t *testing.T) {
	const stack = `
variable "u" { type = bool }
variable "keyed" { default = { one = "first", two = "second" } }
locals { both = toset([aws_subnet.first.id, aws_subnet.second.id]) }
resource "aws_subnet" "first" {
  cidr_block = "10.0.1.0/24"
}
resource "aws_subnet" "second" {
  cidr_block = "10.0.2.0/24"
}
resource "aws_subnet" "many" {
  for_each   = { x = 1, y = 2 }
  cidr_block = "10.0.${each.value}.0/24"
}
module "m" {
  source = "./m"
  ids    = [aws_subnet.first.id, aws_subnet.second.id]
}
resource "aws_eks_cluster" "other" {
  name = "other"
  vpc_config {
    subnet_ids = [aws_subnet.first.id, aws_subnet.second.id]
  }
}
resource "aws_eks_node_group" "tested" {
  subnet_ids = %s
}
`
	const module = `
variable "ids" { type = set(string) }
output "ids" { value = var.ids }
output "map" { value = { all = var.ids } }
output "first" { value = tolist(var.ids)[0] }
`
	const all, either = "all of first second", "one of first second"
	for expression, want := range map[string]string{
		`[aws_subnet.first.id, aws_subnet.second.id]`:                                           all,
		`toset([aws_subnet.first.id, aws_subnet.second.id])`:                                    all,
		`tolist(toset([aws_subnet.first.id, aws_subnet.second.id]))`:                            all,
		`concat([aws_subnet.first.id], [aws_subnet.second.id])`:                                 all,
		`distinct([aws_subnet.first.id, aws_subnet.second.id, aws_subnet.first.id])`:            all,
		`compact([aws_subnet.first.id, "", aws_subnet.second.id])`:                              all,
		`sort([aws_subnet.first.id, aws_subnet.second.id])`:                                     all,
		`setunion([aws_subnet.first.id], [aws_subnet.second.id])`:                               all,
		`coalescelist([], [aws_subnet.first.id, aws_subnet.second.id])`:                         all,
		`flatten([[aws_subnet.first.id], { a = aws_subnet.second.id }.a])`:                      all,
		`[for p in setproduct(["a", "b"], [aws_subnet.first.id, aws_subnet.second.id]) : p[1]]`: all,
		`[for s in [aws_subnet.first, aws_subnet.second] : s.id]`:                               all,
		`[aws_subnet.first, aws_subnet.second][*].id`:                                           all,
		`values({ a = aws_subnet.first.id, b = aws_subnet.second.id })`:                         all,
		`local.both`:                           all,
		`module.m.ids`:                         all,
		`module.m.map["all"]`:                  all,
		`[for k, s in aws_subnet.many : s.id]`: `all of many["x"] many["y"]`,
		`aws_eks_cluster.other.vpc_config[0].subnet_ids`: all,

		// What is looked at is not what is chosen.
		`[for s in [aws_subnet.first, aws_subnet.second] : s.id if s.cidr_block == "10.0.1.0/24"]`:                  "all of first",
		`[for s in aws_subnet.many : s.id if s.cidr_block != aws_subnet.many["x"].cidr_block]`:                      `all of many["y"]`,
		`[for k, v in var.keyed : { first = aws_subnet.first.id, second = aws_subnet.second.id }[v] if k == "one"]`: "all of first",
		`[{ for s in [aws_subnet.first, aws_subnet.second] : s.cidr_block => s.id }["10.0.2.0/24"]]`:                "all of second",
		`slice([aws_subnet.first.id, aws_subnet.second.id], 1, 2)`:                                                  "all of second",
		`[element([aws_subnet.first.id, aws_subnet.second.id], 3)]`:                                                 "all of second",

		// Which is meant is not known.
		`[var.u ? aws_subnet.first.id : aws_subnet.second.id]`:                    either,
		`[tolist(local.both)[0]]`:                                                 either,
		`[module.m.first]`:                                                        either,
		`[sort([aws_subnet.first.id, aws_subnet.second.id])[0]]`:                  either,
		`setsubtract(local.both, [aws_subnet.second.id])`:                         either,
		`var.u ? local.both : toset([aws_subnet.first.id])`:                       either,
		`[for s in local.both : s]`:                                               either,
		`toset([for s in local.both : s == "x" ? aws_subnet.many["x"].id : s])`:   `one of first many["x"] second`,
		`slice(tolist(local.both), 0, 1)`:                                         either,
		`[for s in [aws_subnet.first, aws_subnet.second] : s.id if s.arn == "x"]`: "nothing certain",
		`[for s in [aws_subnet.first, aws_subnet.second] : s.id if var.u]`:        "nothing certain",
	} {
		archive := &txtar.Archive{Files: []txtar.File{
			{Name: "main.tf", Data: fmt.Appendf(nil, stack, expression)},
			{Name: "m/main.tf", Data: []byte(module)},
		}}
		o := Options{Reads: []control.Read{{Types: []string{"aws_subnet", "aws_eks_cluster", "aws_eks_node_group"}}}}
		r := load(t, write(t, archive), ".", o)
		if got := led(r.Graph); got != want {
			t.Errorf("%s leads to %s, want %s", expression, got, want)
		}
	}
}

// led says what the argument that is tested leads to.
func led(g *graph.Graph) string {
	link := g.Link(g.Find("aws_eks_node_group.tested").Attr("subnet_ids"), "aws_subnet")
	if link.Open {
		return "nothing certain"
	}
	how := "one of"
	if link.Certain {
		how = "all of"
	}
	for _, to := range link.To {
		how += " " + strings.TrimPrefix(to.String(), "aws_subnet.")
	}
	return how
}
