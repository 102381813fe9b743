package schema_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

// planned is what these tests read of plan JSON.
type planned struct {
	Configuration struct {
		RootModule module `json:"root_module"`
	} `json:"configuration"`
	ResourceChanges []change `json:"resource_changes"`
}

type change struct {
	Address, Mode, Type string
	Change              struct {
		Actions      []string
		After        json.RawMessage
		AfterUnknown map[string]any `json:"after_unknown"`
	}
}

type module struct {
	Resources []struct {
		Address     string
		Expressions map[string]any
	}
	ModuleCalls map[string]struct{ Module module } `json:"module_calls"`
}

// expressions are those of every resource, by its address without keys.
func (m module) expressions(prefix string, into map[string]map[string]any) {
	for _, r := range m.Resources {
		into[prefix+r.Address] = r.Expressions
	}
	for name, call := range m.ModuleCalls {
		call.Module.expressions(prefix+"module."+name+".", into)
	}
}

// creations gives to fn every instance of a type in the table that a stored plan
// of the controls' cases creates, with the expressions of its configuration.
func creations(t *testing.T, fn func(dir string, b *schema.Block, c change, expressions map[string]any)) {
	t.Helper()
	if testing.Short() {
		t.Skip("reads every stored plan")
	}
	paths, err := filepath.Glob(filepath.FromSlash("../../controls/testdata/*/*/plan.json"))
	if err != nil || len(paths) < 100 {
		t.Fatalf("found %d plans: %v", len(paths), err)
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var plan planned
		if err := json.Unmarshal(raw, &plan); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		written := map[string]map[string]any{}
		plan.Configuration.RootModule.expressions("", written)
		for _, c := range plan.ResourceChanges {
			b, ok := schema.Find(graph.Managed, c.Type)
			if !ok || c.Mode != "managed" || !slices.Equal(c.Change.Actions, []string{"create"}) {
				continue
			}
			expressions, ok := written[instanceKey.ReplaceAllString(c.Address, "")]
			if !ok {
				t.Errorf("%s: %s is not in the plan's configuration", path, c.Address)
			}
			fn(filepath.Dir(path), b, c, expressions)
		}
	}
}

// What is written comes out as the real provider plans it.
func TestConformIsWhatPlansHave(t *testing.T) {
	compared := 0
	creations(t, func(dir string, b *schema.Block, c change, expressions map[string]any) {
		var after map[string]json.RawMessage
		if err := json.Unmarshal(c.Change.After, &after); err != nil {
			t.Fatal(err)
		}
		for name, typ := range b.ImpliedType().AttributeTypes() {
			written, ok := constants(t, expressions[name])
			if !ok || after[name] == nil || typ == cty.DynamicPseudoType {
				continue
			}
			want, err := ctyjson.Unmarshal(after[name], typ)
			if err != nil {
				continue // a part is known only after apply, and not in the JSON
			}
			compared++
			if got := b.Conform(name, written); !agree(got, want) {
				t.Errorf("%s: %s: %s is %#v, planned is %#v", dir, c.Address, name, got, want)
			}
		}
	})
	if compared < 1000 {
		t.Errorf("%d arguments were compared: expected 1000 at least", compared)
	}
}

// agree reports whether what is planned is what was written, but for what was
// left out, which the provider may have filled.
func agree(written, planned cty.Value) bool {
	switch t := written.Type(); {
	case !t.Equals(planned.Type()):
		return false
	case written.IsNull() || planned.IsNull(): // unknown parts are absent in the JSON
		return true
	case t == cty.String: // of some the provider changes the case
		return strings.EqualFold(written.AsString(), planned.AsString())
	case t.IsListType():
		w, p := written.AsValueSlice(), planned.AsValueSlice()
		return slices.EqualFunc(w, p, agree)
	case t.IsObjectType():
		for name := range t.AttributeTypes() {
			if !agree(written.GetAttr(name), planned.GetAttr(name)) {
				return false
			}
		}
		return true
	case t.IsSetType() && t.ElementType().IsObjectType():
		return written.LengthInt() == 0 || written.LengthInt() == planned.LengthInt()
	}
	return written.RawEquals(planned)
}

// constants are blocks as a plan's configuration shows them; ok is false when
// anything in them is no constant.
func constants(t *testing.T, expressions any) (v cty.Value, ok bool) {
	switch e := expressions.(type) {
	case []any:
		var blocks []cty.Value
		for _, block := range e {
			v, ok := constants(t, block)
			if !ok {
				return cty.NilVal, false
			}
			blocks = append(blocks, v)
		}
		return cty.TupleVal(blocks), true
	case map[string]any:
		if constant, ok := e["constant_value"]; ok {
			return value(t, constant), true
		}
		if _, ok := e["references"]; ok || len(e) == 0 {
			return cty.NilVal, false
		}
		fields := map[string]cty.Value{}
		for name := range e {
			if fields[name], ok = constants(t, e[name]); !ok {
				return cty.NilVal, false
			}
		}
		return cty.ObjectVal(fields), true
	}
	return cty.NilVal, false
}

// value is a constant as an expression makes it: lists are tuples.
func value(t *testing.T, constant any) cty.Value {
	t.Helper()
	raw, err := json.Marshal(constant)
	if err != nil {
		t.Fatal(err)
	}
	typ, err := ctyjson.ImpliedType(raw)
	if err != nil {
		t.Fatal(err)
	}
	v, err := ctyjson.Unmarshal(raw, typ)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
