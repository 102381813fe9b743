package plan_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/plan"
)

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
	}
	return b.String()
}

func describeValue(b *strings.Builder, v graph.Value) {
	fmt.Fprintf(b, "  %s = %#v", v.Path(), v.Cty())
	if v.Sensitive() {
		b.WriteString(" sensitive")
	}
	if v.Unknown() {
		o := v.Origins()
		fmt.Fprintf(b, " settled=%v waits=%q unresolved=%v locals=%v hidden=%v", v.Or(v.Cty()).Unknown(), v.Waits(), o.Unresolved, o.Locals, o.Hidden)
	}
	b.WriteByte('\n')
	if v.Opaque() {
		return
	}
	for _, key := range v.Keys() {
		describeValue(b, v.Attr(key))
	}
	if v.Cty().Type().IsTupleType() {
		for _, e := range v.Elements() {
			describeValue(b, e)
		}
	}
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
