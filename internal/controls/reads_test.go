package controls_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/plan"
)

// TestReads compares what evaluators say that they read with what they read of all
// the cases, with all types loaded: without a type, a verdict would change when
// only that control is chosen; without an argument, reading it would be slow.
func TestReads(t *testing.T) {
	plans, err := filepath.Glob(filepath.Join("testdata", "*", "*", "plan.json"))
	if err != nil || len(plans) == 0 {
		t.Fatal("no cases", err)
	}
	for _, e := range controls.Table() {
		t.Run(e.Key, func(t *testing.T) {
			said := map[string]bool{}
			for typ, names := range graph.PlaceReads() {
				for _, name := range names {
					said[typ+"."+name] = true
				}
			}
			for _, read := range e.Reads {
				for _, typ := range read.Types {
					for _, name := range slices.Concat(graph.Identifying(typ), read.Arguments) {
						said[typ+"."+name] = true
					}
				}
			}
			read := map[string]bool{}
			for _, path := range plans {
				spy(t, e, path, read)
			}
			for _, argument := range slices.Sorted(maps.Keys(read)) {
				typ, name, _ := strings.Cut(argument, ".")
				place := strings.HasPrefix(typ, "aws_") && slices.Contains(graph.OwnPlaceReads(), name) // of whatever is loaded
				if !said[argument] && !place {
					t.Errorf("reads %s, which Reads does not name", argument)
				}
			}
		})
	}
}

// spy notes each "type.argument" that the evaluator reads of a plan.
func spy(t *testing.T, e control.Evaluator, path string, read map[string]bool) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	options := plan.Options{AllowErrored: true}
	for _, e := range controls.Table() {
		options.Reads, options.Subjects = append(options.Reads, e.Reads...), append(options.Subjects, e.Subjects...)
	}
	p, err := plan.Load(file, info.Size(), options)
	if err != nil {
		t.Fatal(err)
	}
	var types []string
	for _, reads := range options.Reads {
		types = append(types, reads.Types...)
	}
	e.Evaluate(control.Input{Graph: spied(p.Graph, types, read)})
}

// spied returns a graph like the other whose resources note what is read.
func spied(g *graph.Graph, types []string, read map[string]bool) *graph.Graph {
	twins := map[*graph.Resource]*graph.Resource{}
	var all []*graph.Resource
	originals := slices.Concat(g.Resources(), g.Data(types...))
	for _, typ := range types {
		if name, ok := providerName(typ); ok {
			originals = append(originals, g.Providers(name)...)
		}
	}
	for _, r := range originals {
		if twins[r] == nil {
			twin := graph.NewResource(r.Address, spySource{r, twins, read})
			twin.Mode, twin.Action, twin.Deferred, twin.Provider = r.Mode, r.Action, r.Deferred, r.Provider
			twins[r] = twin
			all = append(all, twin)
		}
	}
	copied := graph.New(all)
	copied.SetRelevant(relevant(g, types, twins))
	return copied
}

// relevant returns what changes depend on, of the twins, by the attributes that
// evaluators ask for.
func relevant(g *graph.Graph, types []string, twins map[*graph.Resource]*graph.Resource) []graph.Ref {
	var refs []graph.Ref
	for _, attr := range []string{"arn", "id", "key_id", "name", "latest_version"} {
		for _, r := range g.Relevant([]string{attr}, types...) {
			refs = append(refs, graph.Ref{Resource: twins[r], Attr: attr})
		}
	}
	return refs
}

// providerName returns the provider of a type such as "provider.helm".
func providerName(typ string) (name string, ok bool) { return strings.CutPrefix(typ, "provider.") }

// spySource reads the arguments of another resource.
type spySource struct {
	*graph.Resource
	twins map[*graph.Resource]*graph.Resource
	read  map[string]bool
}

func (s spySource) Argument(name string) cty.Value {
	typ := s.Type
	if s.Mode == graph.Provider {
		typ = "provider." + typ
	}
	s.read[typ+"."+name] = true
	v := s.Attr(name)
	if v.Sensitive() {
		return v.Cty().Mark(graph.SensitiveMark)
	}
	return v.Cty()
}

func (s spySource) Unset(path cty.Path) bool {
	last, ok := path[len(path)-1].(cty.GetAttrStep)
	if !ok {
		return false
	}
	if len(path) == 1 {
		return s.Arg(last.Name).Unset()
	}
	return s.at(path[:len(path)-1]).Arg(last.Name).Unset()
}

func (s spySource) Origins(path cty.Path) graph.Origins {
	origins := s.at(path).Origins()
	origins.Refs = slices.Clone(origins.Refs)
	for i, ref := range origins.Refs {
		if twin := s.twins[ref.Resource]; twin != nil {
			origins.Refs[i].Resource = twin
		}
	}
	return origins
}

func (s spySource) Range(path cty.Path) (graph.Range, bool) { return s.at(path).Range() }

// at returns the value at a path.
func (s spySource) at(path cty.Path) graph.Value {
	first, ok := path[0].(cty.GetAttrStep)
	if !ok {
		panic(fmt.Sprintf("a path that begins with no argument: %#v", path))
	}
	v := s.Attr(first.Name)
	for _, step := range path[1:] {
		switch step := step.(type) {
		case cty.GetAttrStep:
			v = v.Attr(step.Name)
		case cty.IndexStep:
			if step.Key.Type() == cty.String {
				v = v.Attr(step.Key.AsString())
				continue
			}
			i, _ := step.Key.AsBigFloat().Int64()
			if elements := v.Elements(); int(i) < len(elements) {
				v = elements[i]
			}
		}
	}
	return v
}
