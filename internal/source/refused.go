package source

import (
	"context"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// refusedDefaults returns the variables of a root module whose defaults do not meet a
// condition of the module: Terraform makes no plan with these, so that they are no
// values. Conditions of check blocks only warn, and do not count.
func (l *loader) refusedDefaults(ctx context.Context, dir string, c *config.Module, o Options) map[string]bool {
	conditions := c.Conditions
	for _, name := range sorted(c.Variables) {
		conditions = append(conditions[:len(conditions):len(conditions)], c.Variables[name].Conditions...)
	}
	if len(conditions) == 0 {
		return nil
	}
	o.Limits = Share()
	trial := newLoader(ctx, l.files, dir, o)
	trial.automatic, trial.valuesOpen = l.automatic, l.valuesOpen
	m := trial.newModule(c)
	refused := map[string]bool{}
	for _, condition := range conditions {
		met, _ := m.eval(condition, scope{}).Unmark()
		if met.Type() != cty.Bool || !met.IsKnown() || met.IsNull() || met.True() {
			continue
		}
		for _, name := range m.variablesOf(condition, map[string]bool{}) {
			v := c.Variables[name]
			if v == nil || v.Default == nil {
				continue
			}
			if _, given := m.argument(v); !given {
				refused[name] = true
			}
		}
	}
	return refused
}

// variablesOf lists the variables that an expression refers to, directly or by locals.
func (m *module) variablesOf(e hcl.Expression, seen map[string]bool) []string {
	var all []string
	for _, t := range m.prepare(e).refs {
		if len(t) < 2 {
			continue
		}
		step, ok := t[1].(hcl.TraverseAttr)
		switch {
		case !ok:
		case t.RootName() == "var":
			all = append(all, step.Name)
		case t.RootName() == "local" && !seen[step.Name] && m.config.Locals[step.Name] != nil:
			seen[step.Name] = true
			all = append(all, m.variablesOf(m.config.Locals[step.Name].Expr, seen)...)
		}
	}
	return all
}
