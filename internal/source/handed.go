package source

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Takes returns what is wrong with a value for a variable of the root module:
// that it declares none of that name, or one of another type.
func (r *Root) Takes(name string, value cty.Value) error {
	v := r.module.config.Variables[name]
	if v == nil {
		declared := sorted(r.module.config.Variables)
		if len(declared) == 0 {
			return fmt.Errorf("there is no variable %q: the module declares none", name)
		}
		return fmt.Errorf("there is no variable %q: the module declares %s", name, strings.Join(declared, ", "))
	}
	typ, defaults := constraint(v)
	if defaults != nil && value.IsKnown() && !value.IsNull() {
		value = defaults.Apply(value)
	}
	if _, err := convert.Convert(value, typ); err != nil {
		return fmt.Errorf("variable %q: expected a value of type %s: %w", name, typeexpr.TypeString(typ), err)
	}
	return nil
}

// Defaults lists the root variables, sorted, on whose defaults rests what the
// reads name: whether, how often and with which values a resource is there. With
// [Options.Library] alone are there any.
func (r *Root) Defaults(reads []control.Read) []string {
	found := map[string]bool{}
	note := func(marks cty.ValueMarks) {
		for mark := range marks {
			if mark, ok := mark.(defaultMark); ok {
				found[mark.variable] = true
			}
		}
	}
	arguments := map[string][]string{}
	for _, read := range reads {
		for _, typ := range read.Types {
			arguments[typ] = append(arguments[typ], read.Arguments...)
		}
	}
	r.module.expansions(arguments, note)
	for _, resource := range slices.Concat(r.Graph.Resources(), r.Graph.Data(), r.Graph.Providers()) {
		typ := resource.Type
		if resource.Mode == graph.Provider {
			typ = "provider." + typ
		}
		for _, name := range arguments[typ] {
			for _, variable := range resource.Attr(name).Defaults() {
				found[variable] = true
			}
		}
	}
	return sorted(found)
}

// expansions gives the marks of what says how often blocks are there: resources
// of the types, and calls of modules.
func (m *module) expansions(types map[string][]string, note func(cty.ValueMarks)) {
	for _, block := range m.config.Resources {
		if _, ok := types[block.Type]; ok {
			note(m.expansionOf(block).marks)
		}
	}
	for _, name := range m.config.CallNames {
		note(m.child(name).expansion.marks)
	}
	m.walk(func(in *module) { in.expansions(types, note) })
}
