package plan

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// ready decodes the block that declares a resource.
func (d *document) resourceConfig(c *resourceConfig) *resourceConfig {
	if c == nil || c.decoded {
		return c
	}
	c.decoded = true
	raw, err := d.read(c.body)
	if err != nil || len(raw) == 0 {
		return c
	}
	dec := d.decoder(raw)
	dec.object(func(name string) {
		switch {
		case name == "expressions":
			c.expressions = dec.expressions()
		case (name == "count_expression" || name == "for_each_expression") && dec.PeekKind() != 'n':
			c.repetition = dec.expression()
		default:
			_ = dec.SkipValue()
		}
	})
	return c
}

// callConfig decodes the arguments of a module call.
func (d *document) callConfig(c *callConfig) *callConfig {
	if c.ready {
		return c
	}
	c.ready = true
	c.decoded = d.expressions(c.expressions)
	for _, at := range []span{c.count, c.forEach} {
		if raw, err := d.read(at); err == nil && len(raw) > 0 {
			c.repetition = d.decoder(raw).expression()
		}
	}
	return c
}

// output returns the expression of a module's output, nil when it has none.
func (d *document) output(m *moduleConfig, name string) *expression {
	d.decodeOutputs(m)
	return m.decodedOutputs[name]
}

func (d *document) decodeOutputs(m *moduleConfig) {
	if m.decodedOutputs != nil {
		return
	}
	m.decodedOutputs = map[string]*expression{}
	raw, err := d.read(m.outputs)
	if err != nil || len(raw) == 0 {
		return
	}
	dec := d.decoder(raw)
	dec.object(func(name string) {
		dec.object(func(part string) {
			if part == "expression" {
				m.decodedOutputs[name] = dec.expression()
			} else {
				_ = dec.SkipValue()
			}
		})
	})
}

// variableDefault returns the default of a module's variable as a constant; nil
// when the variable has none.
func (d *document) variableDefault(m *moduleConfig, name string) *expression {
	if m.decodedVariables == nil {
		m.decodedVariables = map[string]*expression{}
		raw, err := d.read(m.variables)
		if err == nil && len(raw) > 0 {
			for name, variable := range members(d.decodeText(raw)) {
				// A default of null is left out of plan JSON, and a variable without a
				// default must be given: without an argument it can only be null.
				value := cty.NullVal(cty.DynamicPseudoType)
				if def, ok := members(variable)["default"]; ok {
					value = def
				}
				m.decodedVariables[name] = &expression{constant: value}
			}
		}
	}
	return m.decodedVariables[name]
}

// rootVariable returns the value that a root variable has in this plan; nil
// when the plan does not say.
func (d *document) rootVariable(name string) *expression {
	if d.variables == nil {
		d.variables = map[string]*expression{}
		raw, err := d.read(d.index.variables)
		if err == nil && len(raw) > 0 {
			given, public := members(d.decodeText(raw)), d.publicVariables()
			for name, variable := range given {
				value := cty.NullVal(cty.DynamicPseudoType)
				if v, ok := members(variable)["value"]; ok {
					value = v
				}
				if !public[name] {
					value = value.Mark(graph.SensitiveMark)
				}
				d.variables[name] = &expression{constant: value}
			}
		}
	}
	return d.variables[name]
}

// publicVariables tells, for every variable that the root module declares,
// whether its value may be printed.
func (d *document) publicVariables() map[string]bool {
	public := map[string]bool{}
	if d.index.config == nil {
		return public
	}
	raw, err := d.read(d.index.config.variables)
	if err != nil || len(raw) == 0 {
		return public
	}
	for name, declared := range members(d.decodeText(raw)) {
		sensitive, ok := members(declared)["sensitive"]
		public[name] = !ok || sensitive.RawEquals(cty.False)
	}
	return public
}
