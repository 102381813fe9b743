package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// crowdOf is a plan of n clusters in one block and n of what refers to them.
// Part is an address with %d for the number; the configuration declares its block.
func crowdOf(n int, part, configuration string) string {
	var changes []string
	for i := range n {
		changes = append(changes, unknownName("aws_eks_cluster", fmt.Sprintf("aws_eks_cluster.n[%d]", i), "name"),
			unknownName("aws_eks_node_group", fmt.Sprintf(part, i), "cluster_name"))
	}
	return `{"format_version":"1.2","planned_values":{},"resource_changes":[` + strings.Join(changes, ",") + `],"configuration":{"root_module":` + configuration + `}}`
}

func unknownName(typ, address, argument string) string {
	return fmt.Sprintf(`{"address":%q,"mode":"managed","type":%q,"change":{"actions":["create"],"after":{},"after_unknown":{%q:true}}}`, address, typ, argument)
}

const clusterBlock = `{"address":"aws_eks_cluster.n","mode":"managed","type":"aws_eks_cluster","name":"n","expressions":{}}`

func groupBlock(references string) string {
	return `{"address":"aws_eks_node_group.n","mode":"managed","type":"aws_eks_node_group","name":"n","expressions":{"cluster_name":{"references":[` + references + `]}}}`
}

func loadCrowd(t *testing.T, text string) *Plan {
	t.Helper()
	p, err := Load(strings.NewReader(text), int64(len(text)), Options{Reads: []control.Read{
		{Types: []string{"aws_eks_cluster"}, Arguments: []string{"name"}},
		{Types: []string{"aws_eks_node_group"}, Arguments: []string{"cluster_name"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestOriginsOfOneBlock holds that the instances of a block share what its
// expressions refer to, that a reference to a crowd is not followed, and that the
// work grows with the number of instances and not with its square.
func TestOriginsOfOneBlock(t *testing.T) {
	modules := func(argument string) string {
		return `{"resources":[` + clusterBlock + `],"module_calls":{"eks":{"for_each_expression":{"references":["var.m"]},"expressions":{"cluster":{"references":[` + argument +
			`]}},"module":{"variables":{"cluster":{}},"resources":[` + groupBlock(`"var.cluster"`) + `]}}}}`
	}
	for _, c := range []struct {
		name, part, configuration string
		traced                    func(n int) int // expressions that are followed
	}{
		{"without a key", "aws_eks_node_group.n[%d]", `{"resources":[` + clusterBlock + `,` + groupBlock(`"aws_eks_cluster.n"`) + `]}`, func(int) int { return 1 }},
		{"by a key that no cluster has", `aws_eks_node_group.n["g%d"]`,
			`{"resources":[` + clusterBlock + `,` + groupBlock(`"aws_eks_cluster.n","each.value.cluster","each.value"`) + `]}`, func(n int) int { return n }},
		{"through a module with for_each", `module.eks["k%d"].aws_eks_node_group.n`, modules(`"aws_eks_cluster.n"`), func(n int) int { return n }},
	} {
		t.Run(c.name, func(t *testing.T) {
			steps := map[int]int64{}
			for _, n := range []int{300, 600} {
				p := loadCrowd(t, crowdOf(n, c.part, c.configuration))
				before := p.document.meter.left
				for _, r := range p.Graph.Resources("aws_eks_node_group") {
					link := p.Graph.Link(r.Attr("cluster_name"), "aws_eks_cluster")
					if len(link.To) > 0 || !link.Open {
						t.Fatalf("%s: %d candidates, open %v: want an open link without candidates", r, len(link.To), link.Open)
					}
				}
				if got := len(p.document.traced); got != c.traced(n) {
					t.Errorf("%d node groups: %d expressions were followed, want %d", n, got, c.traced(n))
				}
				steps[n] = before - p.document.meter.left
			}
			if steps[600] > 2*steps[300]+10 {
				t.Errorf("%d steps for 300 node groups, %d for 600: want twice as many", steps[300], steps[600])
			}
		})
	}
}

// TestFewCandidates holds that a reference to as many instances as may be told
// apart is followed to each.
func TestFewCandidates(t *testing.T) {
	p := loadCrowd(t, crowdOf(graph.Crowd, "aws_eks_node_group.n[%d]", `{"resources":[`+clusterBlock+`,`+groupBlock(`"aws_eks_cluster.n"`)+`]}`))
	group := p.Graph.Resources("aws_eks_node_group")[0]
	if link := p.Graph.Link(group.Attr("cluster_name"), "aws_eks_cluster"); len(link.To) != graph.Crowd || link.Certain {
		t.Errorf("%d candidates, certain %v: want %d that are not certain", len(link.To), link.Certain, graph.Crowd)
	}
	if waits := group.Attr("cluster_name").Waits(); strings.Count(waits, "aws_eks_cluster") > 3 {
		t.Errorf("the message names more than three candidates: %s", waits)
	}
}

// TestReferencesPastTheLimit holds that what is not followed any more is open: no
// link, and nothing that is known to be left out.
func TestReferencesPastTheLimit(t *testing.T) {
	p := loadCrowd(t, crowdOf(2, "aws_eks_node_group.n[%d]", `{"resources":[`+clusterBlock+`,`+groupBlock(`"aws_eks_cluster.n[0].name","aws_eks_cluster.n[0]","aws_eks_cluster.n"`)+`]}`))
	p.document.meter.left = 0
	group := p.Graph.Resources("aws_eks_node_group")[0]
	link := p.Graph.Link(group.Attr("cluster_name"), "aws_eks_cluster")
	if !link.Open || p.Followed() {
		t.Errorf("open %v, followed %v: want an open link and a plan that is not followed", link.Open, p.Followed())
	}
	if d := p.Diagnostics(); len(d) != 1 || d[0].Summary != "too many references" {
		t.Errorf("diagnostics %v, want one about references", d)
	}
}

// TestRelevantPastTheLimit holds that a part of relevant_attributes is not taken
// for all of it.
func TestRelevantPastTheLimit(t *testing.T) {
	p := loadCrowd(t, crowdOf(5, "aws_eks_node_group.n[%d]", `{"resources":[`+clusterBlock+`]}`))
	d := p.document
	text := `[{"resource":"aws_eks_cluster.n","attribute":["name"]}]`
	d.reader, d.index.relevant = strings.NewReader(text), span{0, int64(len(text))}
	if refs, err := d.relevantAttributes(); err != nil || len(refs) != 5 {
		t.Fatalf("%d relevant instances, %v: want 5", len(refs), err)
	}
	d.meter.left = 3
	if refs, err := d.relevantAttributes(); err != nil || len(refs) != 0 {
		t.Errorf("%d relevant instances, %v: want none past the limit", len(refs), err)
	}
}

// TestBlocksPastTheLimit holds that comparing the planned blocks of a resource with
// the written ones is charged, and ends in an origin that is hidden.
func TestBlocksPastTheLimit(t *testing.T) {
	const n = 200
	var planned, written []string
	for i := range n {
		planned = append(planned, fmt.Sprintf(`{"name":"r%d"}`, i))
		written = append(written, fmt.Sprintf(`{"name":{"constant_value":"r%d"},"cluster_name":{"references":["aws_eks_cluster.n"]}}`, i))
	}
	text := `{"format_version":"1.2","planned_values":{},"resource_changes":[{"address":"aws_eks_node_group.n","mode":"managed","type":"aws_eks_node_group","change":{"actions":["create"],` +
		`"after":{"cluster_name":[` + strings.Join(planned, ",") + `]},"after_unknown":{}}}],"configuration":{"root_module":{"resources":[{"address":"aws_eks_node_group.n","mode":"managed",` +
		`"type":"aws_eks_node_group","name":"n","expressions":{"cluster_name":[` + strings.Join(written, ",") + `]}}]}}}`
	p := loadCrowd(t, text)
	group := p.Graph.Resources("aws_eks_node_group")[0]
	source := p.document.sources[group]
	at := cty.GetAttrPath("cluster_name").IndexInt(7).GetAttr("cluster_name")
	before := p.document.meter.left
	if o := source.Origins(at); o.Hidden || len(o.Others)+len(o.Unresolved)+len(o.Refs) > 1 {
		t.Errorf("origins %v, want those of the one block", o)
	}
	if took := before - p.document.meter.left; took < n {
		t.Errorf("%d steps for comparing %d blocks", took, n)
	}
	p.document.meter.left = 0
	if o := source.Origins(at); !o.Hidden {
		t.Errorf("origins %v past the limit: want hidden ones", o)
	}
}
