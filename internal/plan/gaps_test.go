package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// A plan has a gap for each block that its configuration has and that it certainly,
// or perhaps, does not plan all instances of.
func TestGaps(t *testing.T) {
	const cluster = `{"address":"aws_eks_cluster.c","mode":"managed","type":"aws_eks_cluster","name":"c","change":{"actions":["create"],"after":{"name":"c"},"after_unknown":{}}}`
	block := func(name, more string) string {
		return `{"address":"aws_eks_cluster.` + name + `","mode":"managed","type":"aws_eks_cluster","name":"` + name + `","expressions":{"name":{"references":["aws_eks_cluster.c.name","aws_eks_cluster.c"]}}` + more + `}`
	}
	config := func(blocks ...string) string {
		return `"configuration":{"root_module":{"resources":[` + strings.Join(append(blocks, block("c", "")), ",") + `]}}`
	}
	plan := func(parts ...string) string {
		return `{"format_version":"1.2","resource_changes":[` + cluster + `],` + strings.Join(parts, ",") + `}`
	}
	counted := `,"count_expression":{"references":["var.n"]}`
	none := `,"count_expression":{"constant_value":0}`
	deferred := `"deferred_changes":[{"reason":"instance_count_unknown","resource_change":{"address":"aws_eks_cluster.d[*]","mode":"managed","type":"aws_eks_cluster","name":"d","index_unknown":true,"change":{"actions":["create"],"after":{},"after_unknown":{"name":true}}}}]`
	tests := []struct {
		name, text string
		want       []string // gaps
	}{
		{"whole", plan(`"complete":true`, config(block("d", ""))), nil},
		{"targeted", plan(`"complete":false`, config(block("d", ""))), []string{"aws_eks_cluster.d is not in this plan"}},
		{"targeted, with a number that is not known", plan(`"complete":false`, config(block("d", counted))), []string{"aws_eks_cluster.d is not in this plan"}},
		{"targeted, and nothing is left out", plan(`"complete":false`, config()), nil},
		{"targeted, and there are none", plan(`"complete":false`, config(block("d", none))), nil},
		{"targeted, without a configuration", plan(`"complete":false`), []string{"the plan is incomplete: it was targeted, or Terraform did not finish it"}},
		{"of an older Terraform", plan(config(block("d", ""))), []string{"aws_eks_cluster.d is not in this plan"}},
		{"of an older Terraform, with a number", plan(config(block("d", counted))), nil},
		{"of OpenTofu, which may turn it off", plan(`"terraform_version":"1.11.0"`, `"configuration":{"provider_config":{"aws":{"name":"aws","full_name":"registry.opentofu.org/hashicorp/aws"}},"root_module":{"resources":[`+block("c", "")+`,`+block("d", "")+`]}}`),
			[]string{"aws_eks_cluster.d may have more instances than this plan has"}},
		{"of an OpenTofu that cannot", plan(`"terraform_version":"1.10.9"`, `"configuration":{"provider_config":{"aws":{"name":"aws","full_name":"registry.opentofu.org/hashicorp/aws"}},"root_module":{"resources":[`+block("c", "")+`,`+block("d", "")+`]}}`),
			[]string{"aws_eks_cluster.d is not in this plan"}},
		{"deferred, and nobody knows how many", plan(`"complete":false`, deferred, config(block("d", counted))),
			[]string{"aws_eks_cluster.d is not in this plan: Terraform deferred it to a later plan; scan that plan too"}},
		{"in a module", plan(`"complete":false`, `"configuration":{"root_module":{"resources":[`+block("c", "")+`],"module_calls":{"m":{"module":{"resources":[`+block("d", "")+`]}}}}}`),
			[]string{"module.m.aws_eks_cluster.d is not in this plan"}},
		{"in a module that is not called", plan(`"complete":false`, `"configuration":{"root_module":{"resources":[`+block("c", "")+`],"module_calls":{"m":{"count_expression":{"constant_value":0},"module":{"resources":[`+block("d", "")+`]}}}}}`), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := mustLoad(t, test.text)
			var got []string
			for _, gap := range p.Graph.Gaps {
				got = append(got, strings.TrimSuffix(gap.String(), "; scan a plan of the whole configuration"))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if len(got) > 0 && p.Complete != p.Graph.Gaps[0].Perhaps() {
				t.Error("it is called complete")
			}
		})
	}
	p := mustLoad(t, tests[1].text)
	if to := p.Graph.Find("aws_eks_cluster.c"); p.Graph.Gaps[0].Receives(to) != graph.Received {
		t.Errorf("the gap does not receive %s", to)
	}
	said := ""
	for _, d := range p.Diagnostics() {
		said += d.Summary + ": " + d.Detail
	}
	if !strings.Contains(said, "does not have aws_eks_cluster.d, which its configuration has") {
		t.Errorf("nothing says what is missing: %s", said)
	}
}
