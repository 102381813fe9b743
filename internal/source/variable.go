package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

// variable gives the value of a variable: the caller's argument, or the default.
func (m *module) variable(name string) cty.Value {
	called := func() string { return "var." + name }
	return memo(m.variables, name, called, func() cty.Value {
		v := m.config.Variables[name]
		if v == nil {
			return open(called())
		}
		value := m.input(v)
		if v.Sensitive || v.Ephemeral {
			value = value.Mark(graph.SensitiveMark)
		}
		return value
	})
}

// input is what a variable is given, converted to its type. Null stands for the
// default where the variable is not nullable.
func (m *module) input(v *config.Variable) cty.Value {
	typ, defaults := constraint(v)
	value, ok := m.argument(v)
	if bare, _ := value.Unmark(); ok && !v.Nullable && v.Default != nil && bare.IsKnown() && bare.IsNull() {
		ok = false
	}
	if !ok {
		if v.Default == nil {
			return cty.UnknownVal(typ).Mark(openMark{"var." + v.Name})
		}
		if m.parent == nil && m.refused[v.Name] {
			return cty.UnknownVal(typ).Mark(openMark{"var." + v.Name + ", whose default does not meet a condition of the module"})
		}
		if value = m.eval(v.Default, scope{}); json.IsJSONExpression(v.Default) {
			value, _ = v.Default.Value(nil) // a text is no template here
			value = m.withhold(v.Default, value)
		}
		if m.parent == nil && m.library {
			value = value.Mark(defaultMark{v.Name})
		}
	}
	return typed(value, typ, defaults, v.Name)
}

// argument is what the caller says of a variable.
func (m *module) argument(v *config.Variable) (cty.Value, bool) {
	if m.parent != nil {
		a := m.caller.Arguments[v.Name]
		if a == nil {
			return cty.NullVal(cty.DynamicPseudoType), false
		}
		return m.parent.eval(a.Expr, m.scope), true
	}
	if given, ok := m.loader.given[v.Name]; ok {
		value := given.Value
		if value == cty.NilVal {
			value = m.parsed(v, given.Text)
		}
		if given.Withheld {
			value = value.Mark(withheldMark{})
		}
		return value, true
	}
	if m.valuesOpen {
		return open("var." + v.Name + ", of which a file that cannot be read may give the value"), true
	}
	if value, ok := m.automatic[v.Name]; ok {
		return value, true
	}
	if value, ok := m.inputs[v.Name]; ok {
		return value, true
	}
	if m.inputsOpen != "" {
		return open("var." + v.Name + " (" + m.inputsOpen + ")"), true
	}
	if text := m.environment("TF_VAR_" + v.Name); text != "" {
		return m.parsed(v, text).Mark(withheldMark{}), true
	}
	return cty.NullVal(cty.DynamicPseudoType), false
}

// misspelt warns of values that flags give for no variable of the root module:
// Terraform refuses them, and without a word a typo would be judged as the
// default. A file of values may be for several modules, as Terraform has it.
func (m *module) misspelt() {
	for _, name := range sorted(m.loader.given) {
		if m.loader.given[name].Value == cty.NilVal && m.config.Variables[name] == nil {
			m.loader.warn("var."+name+" is given a value, and this module declares no such variable", "the value changes nothing here; is the name misspelt?", nil)
		}
	}
}

// parsed reads the text that a flag or the environment gives for a variable: as
// it stands for a primitive type, as an expression for any other.
func (m *module) parsed(v *config.Variable, text string) cty.Value {
	typ, _ := constraint(v)
	if typ.IsPrimitiveType() || v.Type == nil {
		return cty.StringVal(text)
	}
	value, err := config.ParseValue(text, "the value of var."+v.Name)
	if err != nil {
		m.fail("var."+v.Name+" is given no value of its type", "expected one of type "+typeexpr.TypeString(typ)+": "+err.Error(), nil)
		return open("var." + v.Name)
	}
	return value
}

// constraint is the type that a variable declares, with the defaults of its
// optional attributes; any where it declares none.
func constraint(v *config.Variable) (cty.Type, *typeexpr.Defaults) {
	if v.Type == nil {
		return cty.DynamicPseudoType, nil
	}
	// Terraform 0.11's way of writing types.
	if text, diags := v.Type.Value(nil); !diags.HasErrors() && text.Type() == cty.String && text.IsKnown() && !text.IsNull() {
		switch text.AsString() {
		case "string":
			return cty.String, nil
		case "list":
			return cty.List(cty.DynamicPseudoType), nil
		case "map":
			return cty.Map(cty.DynamicPseudoType), nil
		}
	}
	switch hcl.ExprAsKeyword(v.Type) {
	case "list":
		return cty.List(cty.DynamicPseudoType), nil
	case "map":
		return cty.Map(cty.DynamicPseudoType), nil
	}
	typ, defaults, diags := typeexpr.TypeConstraintWithDefaults(v.Type)
	if diags.HasErrors() {
		return cty.DynamicPseudoType, nil
	}
	return typ, defaults
}

// typed converts a value to a variable's type. One that is of another type is
// not known: Terraform would refuse it.
func typed(v cty.Value, typ cty.Type, defaults *typeexpr.Defaults, name string) (value cty.Value) {
	marks := marksOf(v)
	if defaults != nil && v.IsKnown() && !v.IsNull() {
		v = defaults.Apply(v)
	}
	of, err := schema.Convert(v, typ)
	if err != nil {
		return cty.DynamicVal.WithMarks(marks).Mark(openMark{"var." + name})
	}
	return converted(v, of)
}
