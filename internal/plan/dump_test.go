package plan_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/plan"
)

var update = flag.Bool("update", false, "rewrite the files that hold what is read of each plan")

// plans returns the plans of this package's test data, by folder.
func plans(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "*", "plan.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no plans under testdata (%v): make plans makes them", err)
	}
	all := map[string][]byte{}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(filepath.Dir(path))] = raw
	}
	return all
}

// dump writes all that a graph of the plan says of the resources that options
// want: their arguments, and where unknown ones come from.
func dump(t testing.TB, raw []byte) string {
	t.Helper()
	o := options()
	o.AllowErrored = true
	p, err := plan.Load(bytes.NewReader(raw), int64(len(raw)), o)
	if err != nil {
		t.Fatal(err)
	}
	return describe(p, o)
}

func describe(p *plan.Plan, o plan.Options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s complete=%v resources=%d assessed=%d\n", p.Kind, p.TerraformVersion, p.Complete, p.Resources, p.Assessed)
	arguments := map[string][]string{}
	for _, read := range o.Reads {
		for _, typ := range read.Types {
			arguments[typ] = append(arguments[typ], read.Arguments...)
		}
	}
	for _, r := range slices.Concat(p.Graph.Resources(), p.Graph.Data()) {
		fmt.Fprintf(&b, "%s action=%d provider=%s\n", r, r.Action, r.Provider)
		for _, name := range arguments[r.Type] {
			describeValue(&b, r.Attr(name))
		}
		for _, link := range links[r.Type] {
			describeLink(&b, strings.Join(link.path, "."), p.Graph.Link(r.Lookup(link.path...), link.target))
		}
	}
	return b.String()
}

// links are the arguments of each type that point at another.
var links = map[string][]struct {
	path   []string
	target string
}{
	"aws_eks_node_group": {
		{[]string{"cluster_name"}, "aws_eks_cluster"}, {[]string{"subnet_ids"}, "aws_subnet"}, {[]string{"node_role_arn"}, "aws_iam_role"},
	},
	"aws_eks_cluster": {{[]string{"vpc_config", "subnet_ids"}, "aws_subnet"}, {[]string{"encryption_config", "provider", "key_arn"}, "aws_kms_key"}},
	"aws_iam_role":    {{[]string{"assume_role_policy"}, "aws_iam_policy_document"}},
}

func describeLink(b *strings.Builder, name string, l graph.Link) {
	if len(l.To) == 0 && !l.Open && len(l.Outside) == 0 {
		return
	}
	fmt.Fprintf(b, "  %s -> %v certain=%v open=%v outside=%q assumes=%q\n", name, l.To, l.Certain, l.Open, l.Outside, l.Assumes)
}

// settled reports whether a value would count as left out if its argument were
// Optional and Computed.
func settled(v graph.Value) bool {
	r, path := v.Resource(), v.Path()
	at := strings.LastIndexByte(path, '.')
	if strings.HasSuffix(path, "]") {
		return false // an element of a list is no argument
	}
	if at < 0 {
		return r.Arg(path).Unset()
	}
	name, block, _ := strings.Cut(path[:at], "[0]")
	parent := r.Block(name)
	for block != "" {
		name, block, _ = strings.Cut(strings.TrimPrefix(block, "."), "[0]")
		parent = parent.Block(name)
	}
	return parent.Arg(path[at+1:]).Unset()
}

// describeValue writes the leaves of a value: what they are, and of those that
// are unknown whether they count as left out and what they wait for.
func describeValue(b *strings.Builder, v graph.Value) {
	var inner []graph.Value
	for _, key := range v.Keys() {
		inner = append(inner, v.Attr(key))
	}
	if elements := v.Elements(); len(elements) > 0 && elements[0].Place() != v.Place() {
		inner = elements
	}
	if len(inner) > 0 {
		for _, e := range inner {
			describeValue(b, e)
		}
		return
	}
	fmt.Fprintf(b, "  %s", v.Path())
	switch text, ok := v.Text(); {
	case v.Unset():
		b.WriteString(" is unset")
	case ok:
		fmt.Fprintf(b, " = %q", text)
	case v.Unknown():
		o := v.Origins()
		fmt.Fprintf(b, " is unknown: left out %v, %q", settled(v), v.Waits())
		if !o.Followed() {
			fmt.Fprintf(b, ", unresolved %q, locals %q, hidden %v", o.Unresolved, o.Locals, o.Hidden)
		}
	default:
		b.WriteString(" is empty")
	}
	if v.Sensitive() {
		b.WriteString(" (sensitive)")
	}
	b.WriteByte('\n')
}

// writeSorted writes a JSON value with the names of its objects sorted, or
// sorted backwards.
func writeSorted(b *bytes.Buffer, v any, backwards bool) {
	switch v := v.(type) {
	case map[string]any:
		names := slices.Sorted(maps.Keys(v))
		if backwards {
			slices.Reverse(names)
		}
		b.WriteByte('{')
		for i, name := range names {
			if i > 0 {
				b.WriteByte(',')
			}
			quoted, _ := json.Marshal(name)
			b.Write(quoted)
			b.WriteString(": ")
			writeSorted(b, v[name], backwards)
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, e := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			writeSorted(b, e, backwards)
		}
		b.WriteByte(']')
	default:
		raw, _ := json.Marshal(v)
		b.Write(raw)
	}
}

// TestGraphs holds what is read of every plan, and where it is taken to come
// from, against the file graph beside it. -update rewrites it, for a person to
// read.
func TestGraphs(t *testing.T) {
	for name, raw := range plans(t) {
		t.Run(name, func(t *testing.T) {
			golden := filepath.Join("testdata", name, "graph")
			got := dump(t, raw)
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("graph (-want +got):\n%s", diff)
			}
		})
	}
}
