package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

func TestDataSourceIsWhatItReads(t *testing.T) {
	type from = map[string]graph.Origins
	unknown := graphtest.UnknownText()
	in := func(provider string, r *graph.Resource) *graph.Resource { r.Provider = provider; return r }
	build := func(address, provider string, args graphtest.Args, origins from) *graph.Resource {
		return in(provider, graphtest.Build(t, address, args, origins))
	}
	blue := build("aws_eks_cluster.blue", "aws", graphtest.Pairs("name", "prod", "id", unknown), nil)
	far := build("aws_eks_cluster.far", "aws.far", graphtest.Pairs("name", "prod", "id", unknown), nil)
	subnet := build("aws_subnet.a", "aws", graphtest.Pairs("id", unknown, "vpc_id", unknown, "cidr_block", "10.0.1.0/24"), nil)
	known := build("aws_subnet.known", "aws", graphtest.Pairs("id", "subnet-1"), nil)
	standard := build("aws_default_subnet.d", "aws", graphtest.Pairs("id", "subnet-d"), nil)
	http := build("aws_lb_listener.http", "aws", graphtest.Pairs("load_balancer_arn", unknown, "port", "80"), nil)
	filter := func(name string, values ...cty.Value) cty.Value {
		return cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal(name), "values": cty.TupleVal(values)})})
	}
	for name, test := range map[string]struct {
		data      *graph.Resource
		resources []*graph.Resource
		want      string
	}{
		"by an unknown name, next to nothing that it may be": {build("data.aws_eks_cluster.x", "aws", graphtest.Pairs("name", unknown), from{"name": {Unresolved: []string{"var.x"}}}),
			[]*graph.Resource{known}, "data.aws_eks_cluster.x"},
		"by an unknown balancer, and a port that no listener has": {build("data.aws_lb_listener.x", "aws", graphtest.Pairs("load_balancer_arn", unknown, "port", "443"), from{"load_balancer_arn": {Unresolved: []string{"var.x"}}}),
			[]*graph.Resource{http}, "data.aws_lb_listener.x"},
		"by an unknown balancer, and a port that a listener has": {build("data.aws_lb_listener.x", "aws", graphtest.Pairs("load_balancer_arn", unknown, "port", "80"), from{"load_balancer_arn": {Unresolved: []string{"var.x"}}}),
			[]*graph.Resource{http}, "data.aws_lb_listener.x, or others"},
		"by a name": {build("data.aws_eks_cluster.x", "aws", graphtest.Pairs("name", "prod"), nil),
			[]*graph.Resource{blue}, "aws_eks_cluster.blue"},
		"by another name": {build("data.aws_eks_cluster.x", "aws", graphtest.Pairs("name", "test"), nil),
			[]*graph.Resource{blue}, "data.aws_eks_cluster.x"},
		"by a name in its own place": {build("data.aws_eks_cluster.x", "aws.far", graphtest.Pairs("name", "prod"), nil),
			[]*graph.Resource{blue, far}, "aws_eks_cluster.far"},
		"by a name that only another place has": {build("data.aws_eks_cluster.x", "aws", graphtest.Pairs("name", "prod"), nil),
			[]*graph.Resource{far}, "data.aws_eks_cluster.x"},
		"by a reference": {build("data.aws_eks_cluster.x", "aws", graphtest.Pairs("name", unknown), from{"name": graphtest.RefersTo("name", blue)}),
			[]*graph.Resource{blue}, "aws_eks_cluster.blue"},
		"by one of two": {build("data.aws_eks_cluster.x", "aws", graphtest.Pairs("name", unknown), from{"name": graphtest.RefersTo("name", blue, far)}),
			[]*graph.Resource{blue, far}, "data.aws_eks_cluster.x"},
		"by an unknown name": {build("data.aws_eks_cluster.x", "aws", graphtest.Pairs("name", unknown), from{"name": {Unresolved: []string{"var.x"}}}),
			[]*graph.Resource{blue}, "data.aws_eks_cluster.x, or others"},
		"by an id of another place": {build("data.aws_subnet.x", "aws.far", graphtest.Pairs("id", "subnet-1"), nil),
			[]*graph.Resource{known}, "aws_subnet.known"},
		"of another type": {build("data.aws_subnet.x", "aws", graphtest.Pairs("id", "subnet-d"), nil),
			[]*graph.Resource{standard}, "aws_default_subnet.d"},
		"by a filter": {build("data.aws_subnet.x", "aws", graphtest.Pairs("filter", filter("subnet-id", cty.StringVal("subnet-1"))), nil),
			[]*graph.Resource{known}, "aws_subnet.known"},
		"by a filter of two": {build("data.aws_subnet.x", "aws", graphtest.Pairs("filter", filter("subnet-id", cty.StringVal("subnet-1"), cty.StringVal("subnet-2"))), nil),
			[]*graph.Resource{known}, "data.aws_subnet.x"},
		"by a filter of a tag": {build("data.aws_subnet.x", "aws", graphtest.Pairs("filter", filter("tag:Name", cty.StringVal("subnet-1"))), nil),
			[]*graph.Resource{known}, "data.aws_subnet.x"},
		"by half of what names it": {build("data.aws_subnet.x", "aws", graphtest.Pairs("cidr_block", "10.0.1.0/24"), nil),
			[]*graph.Resource{subnet}, "data.aws_subnet.x"},
	} {
		t.Run(name, func(t *testing.T) {
			add := build("aws_x.x", test.data.Provider, graphtest.Pairs("by", unknown), from{"by": graphtest.RefersTo("id", test.data)})
			g := graph.New(append([]*graph.Resource{add, test.data}, test.resources...))
			link := g.Link(add.Attr("by"), "aws_eks_cluster", "aws_subnet", "aws_default_subnet", "aws_lb_listener")
			got := strings.Trim(fmt.Sprint(link.To), "[]")
			if link.Open {
				got += ", or others"
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A data source that finds itself, and resources that give back each other, lead
// nowhere.
func TestCircles(t *testing.T) {
	unknown := graphtest.UnknownText()
	origins := map[string]map[string]graph.Origins{"a": {}, "b": {}, "data": {}}
	a := graphtest.Build(t, "aws_x.a", graphtest.Pairs("by", unknown), origins["a"])
	b := graphtest.Build(t, "aws_x.b", graphtest.Pairs("by", unknown), origins["b"])
	data := graphtest.Build(t, "data.aws_subnet.d", graphtest.Pairs("id", unknown), origins["data"])
	subnet := graphtest.Build(t, "aws_subnet.s", graphtest.Pairs("id", unknown), nil)
	origins["a"]["by"] = graphtest.RefersTo("by", b)
	origins["b"]["by"] = graphtest.RefersTo("by", a)
	origins["data"]["id"] = graphtest.RefersTo("id", data)
	g := graph.New([]*graph.Resource{a, b, data, subnet})
	if link := g.Link(a.Attr("by"), "aws_subnet"); !link.Open {
		t.Errorf("a circle leads to %v", link.To)
	}
	if link := g.Link(data.Attr("id"), "aws_subnet"); fmt.Sprint(link.To) != "[data.aws_subnet.d]" {
		t.Errorf("a data source of itself leads to %v", link.To)
	}
}

// What passes through many resources is followed in as many steps as there are.
func TestPassesThroughMany(t *testing.T) {
	unknown := graphtest.UnknownText()
	subnet := graphtest.Build(t, "aws_subnet.s", graphtest.Pairs("id", unknown), nil)
	all := []*graph.Resource{subnet}
	last := graphtest.RefersTo("id", subnet)
	for i := range 30 { // each refers to the one before twice: 2^30 ways
		r := graphtest.Build(t, fmt.Sprintf("aws_x.x%d", i), graphtest.Pairs("by", unknown, "or", unknown), map[string]graph.Origins{"by": last, "or": last})
		all = append(all, r)
		last = graph.Origins{Refs: append(graphtest.RefersTo("by", r).Refs, graphtest.RefersTo("or", r).Refs...)}
	}
	end := graphtest.Build(t, "aws_x.end", graphtest.Pairs("by", unknown), map[string]graph.Origins{"by": last})
	g := graph.New(append(all, end))
	if to, ok := g.Link(end.Attr("by"), "aws_subnet").One(); !ok || to != subnet {
		t.Errorf("it leads to %v", g.Link(end.Attr("by"), "aws_subnet"))
	}
}
