package scan

import (
	"bytes"
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/plan"
)

// TestTwins puts another stack next to each case, in another region and account and
// with the names of the case's own resources. No verdict on the case changes, from
// its plan, from its source, or from both. The other stacks are cases of the same
// control with other verdicts.
func TestTwins(t *testing.T) {
	const most = 4 // stacks next to one case
	pairs, skipped := 0, 0
	for _, e := range controls.Table() {
		plans, err := filepath.Glob(filepath.Join("../controls/testdata", e.Key, "*", "plan.json"))
		if err != nil || len(plans) == 0 {
			t.Fatalf("%s has no cases: %v", e.Key, err)
		}
		others := make([]*graph.Graph, len(plans))
		said := make([]map[string]finding.Status, len(plans))
		for i, path := range plans {
			others[i] = planOf(t, e, path).Graph
			in := inputOf(t, e, filepath.Dir(path))
			in.Graph = others[i]
			said[i] = statuses(e, in)
		}
		for i, path := range plans {
			for way, g := range graphsOf(t, e, filepath.Dir(path)) {
				if !twinnable(g) {
					skipped++
					continue
				}
				in := inputOf(t, e, filepath.Dir(path))
				in.Graph = beside(g, nil)
				want := statuses(e, in)
				next := 0
				for k := 1; k < len(plans) && next < most; k++ {
					other := (i + k) % len(plans)
					if maps.Equal(kinds(said[i]), kinds(said[other])) {
						continue
					}
					next++
					pairs++
					in.Graph = beside(g, others[other])
					got := statuses(e, in)
					for subject, status := range want {
						if got[subject] != status {
							t.Errorf("%s from its %s: %s is %s, and %s next to a twin of %s",
								e.Key+"/"+filepath.Base(filepath.Dir(path)), way, subject, status, got[subject], filepath.Base(filepath.Dir(plans[other])))
						}
					}
				}
			}
		}
	}
	t.Logf("%d pairs of a case and a twin; %d cases left out", pairs, skipped)
	if pairs < 2000 {
		t.Errorf("only %d pairs of a case and a twin", pairs)
	}
}

func kinds(all map[string]finding.Status) map[finding.Status]bool {
	found := map[finding.Status]bool{}
	for _, status := range all {
		found[status] = true
	}
	return found
}

func planOf(t *testing.T, e control.Evaluator, path string) *plan.Plan {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Load(bytes.NewReader(raw), int64(len(raw)), plan.Options{Reads: e.Reads, Subjects: e.Subjects, AllowErrored: true})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// twinnable reports whether a stack says where it is, and all that is in it: one
// provider configuration, and nothing of Kubernetes, whose cluster is another
// relation's question.
func twinnable(g *graph.Graph) bool {
	return len(g.Gaps) == 0 && len(g.Providers("aws")) <= 1 && !slices.ContainsFunc(g.Resources(), inKubernetes)
}

func inKubernetes(r *graph.Resource) bool {
	return slices.ContainsFunc([]string{"kubernetes_", "helm_", "kubectl_"}, func(prefix string) bool { return strings.HasPrefix(r.Type, prefix) })
}

// beside is a graph with a twin in it; none for nil.
func beside(g, other *graph.Graph) *graph.Graph {
	names := map[string]string{}
	all := copies(g, nil, func(v cty.Value) cty.Value { return v }, "eu-central-1", "111122223333")
	if other != nil {
		for _, r := range other.Resources() {
			for _, mine := range g.Resources(r.Type) {
				from, _ := r.Attr("name").Text()
				if to, ok := mine.Attr("name").Text(); ok && names[from] == "" && from != "" {
					names[from] = to
				}
			}
		}
		move := func(v cty.Value) cty.Value { return moved(v, names) }
		all = append(all, copies(other, graph.Module{{Name: "twin"}}, move, "ap-east-1", "999999999999")...)
	}
	both := graph.New(all)
	both.Kind = g.Kind
	return both
}

// copies are the instances of a graph in a module, under a configuration of their own.
func copies(g *graph.Graph, module graph.Module, change func(cty.Value) cty.Value, region, account string) []*graph.Resource {
	made := map[*graph.Resource]*graph.Resource{}
	key := "aws"
	if len(module) > 0 {
		key = module.String() + ":aws"
	}
	var all []*graph.Resource
	add := func(r *graph.Resource) {
		a := r.Address
		a.Module = slices.Concat(module, a.Module)
		twin := graph.NewResource(a, twinSource{r, made, change})
		twin.Action, twin.Deferred, twin.Provider = r.Action, r.Deferred, r.Provider
		if strings.HasPrefix(r.Type, "aws_") {
			twin.Provider = key
		}
		made[r] = twin
		all = append(all, twin)
	}
	var types []string
	for _, r := range g.Resources() {
		if !inKubernetes(r) {
			add(r)
		}
	}
	for _, e := range controls.Table() {
		for _, read := range e.Reads {
			types = append(types, read.Types...)
		}
	}
	slices.Sort(types)
	for _, r := range g.Data(slices.Compact(types)...) {
		add(r)
	}
	configured := graph.NewResource(graph.Address{Module: module, Mode: graph.Provider, Type: "aws", Name: "aws"}, configuration{
		"region":      cty.StringVal(region),
		"assume_role": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"role_arn": cty.StringVal("arn:aws:iam::" + account + ":role/terraform")})}),
	})
	configured.Provider = key
	return append(all, configured)
}

type configuration map[string]cty.Value

func (c configuration) Argument(name string) cty.Value   { return c[name] }
func (configuration) Unset(cty.Path) bool                { return false }
func (configuration) Origins(cty.Path) graph.Origins     { return graph.Origins{} }
func (configuration) Range(cty.Path) (graph.Range, bool) { return graph.Range{}, false }

// twinSource reads the arguments of another resource, with its texts changed.
type twinSource struct {
	*graph.Resource
	made   map[*graph.Resource]*graph.Resource
	change func(cty.Value) cty.Value
}

func (s twinSource) Argument(name string) cty.Value {
	v := s.Attr(name)
	if v.Absent() {
		return cty.NilVal
	}
	if v.Sensitive() {
		return s.change(v.Cty()).Mark(graph.SensitiveMark)
	}
	return s.change(v.Cty())
}

func (s twinSource) at(path cty.Path) graph.Value {
	var v graph.Value
	for i, step := range path {
		switch step := step.(type) {
		case cty.GetAttrStep:
			if i == 0 {
				v = s.Attr(step.Name)
			} else {
				v = v.Attr(step.Name)
			}
		case cty.IndexStep:
			elements := v.Elements()
			if step.Key.Type() != cty.Number {
				break // of a set: an element of it stands for itself
			}
			if n, _ := step.Key.AsBigFloat().Int64(); int(n) < len(elements) && !v.Opaque() {
				v = elements[n]
			}
		}
	}
	return v
}

func (s twinSource) Unset(path cty.Path) bool {
	last, ok := path[len(path)-1].(cty.GetAttrStep)
	if !ok {
		return false
	}
	if len(path) == 1 {
		return s.Arg(last.Name).Unset()
	}
	return s.at(path[:len(path)-1]).Arg(last.Name).Unset()
}

func (s twinSource) Origins(path cty.Path) graph.Origins {
	origins := s.at(path).Origins()
	refs := origins.Refs
	origins.Refs, origins.Shared = nil, false
	for _, ref := range refs {
		if ref.Resource = s.made[ref.Resource]; ref.Resource != nil {
			origins.Refs = append(origins.Refs, ref)
		}
	}
	return origins
}

func (s twinSource) Range(path cty.Path) (graph.Range, bool) { return s.at(path).Range() }

var (
	twinARN = regexp.MustCompile(`(arn:aws[a-z-]*:[a-z0-9-]+):([a-z0-9-]*):(\d{12})`)
	twinID  = regexp.MustCompile(`\b(vpc|subnet|rtb|igw|nat|lt|sg|i|ami|mrk)-[0-9a-f]+\b`)
	twinKey = regexp.MustCompile(`\b[0-9a-f]{8}(-[0-9a-f]{4}){3}`)
	issuer  = regexp.MustCompile(`(oidc\.eks\.)[a-z0-9-]+(\.amazonaws\.com/id/)`)
)

// moved is a value in another region and account, under other names.
func moved(v cty.Value, names map[string]string) cty.Value {
	v, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		v, marks := v.Unmark()
		if v.Type() != cty.String || !v.IsKnown() || v.IsNull() {
			return v.WithMarks(marks), nil
		}
		text := cmp.Or(names[v.AsString()], v.AsString())
		text = twinARN.ReplaceAllStringFunc(text, func(arn string) string {
			m := twinARN.FindStringSubmatch(arn)
			if m[2] != "" {
				m[2] = "ap-east-1"
			}
			return m[1] + ":" + m[2] + ":999999999999"
		})
		text = strings.ReplaceAll(text, "111122223333", "999999999999")
		text = twinID.ReplaceAllString(text, "${0}f0")
		text = twinKey.ReplaceAllString(text, "ffffffff-ffff-ffff-ffff")
		text = issuer.ReplaceAllString(text, "${1}ap-east-1${2}F")
		return cty.StringVal(text).WithMarks(marks), nil
	})
	if err != nil {
		panic(err)
	}
	return v
}
