package kube

import (
	"fmt"
	"testing"

	"github.com/zclconf/go-cty/cty"
)

// TestOverlaySteps holds that each value that is merged costs what it says itself, and
// not all that was merged before.
func TestOverlaySteps(t *testing.T) {
	const many = 10_000
	for _, name := range []string{"a%d", "a.b%d", "a.b.c%d.d[1]", "a.b"} {
		o := newOverlay(cty.ObjectVal(map[string]cty.Value{"a": cty.ObjectVal(map[string]cty.Value{"x": cty.True})}))
		for i := range many {
			path := name
			if name != "a.b" {
				path = fmt.Sprintf(name, i)
			}
			tree, err := assign(path, cty.NumberIntVal(int64(i)))
			if err != nil {
				t.Fatal(err)
			}
			o.cover(tree, true)
		}
		if val := o.value(); *o.steps > 6*many || !val.Type().HasAttribute("a") && name != "a%d" {
			t.Errorf("%s: %d steps for %d sets", name, *o.steps, many)
		}
	}
}

// What is under a null is gone, also once something else is set there.
func TestOverlayKeepsOrder(t *testing.T) {
	object := func(name string, val cty.Value) cty.Value { return cty.ObjectVal(map[string]cty.Value{name: val}) }
	o := newOverlay(object("a", object("old", cty.True)))
	o.cover(object("a", cty.NullVal(cty.DynamicPseudoType)), true)
	o.cover(object("a", object("new", cty.True)), true)
	if want := object("a", object("new", cty.True)); !o.value().RawEquals(want) {
		t.Errorf("got %#v, want %#v", o.value(), want)
	}
}
