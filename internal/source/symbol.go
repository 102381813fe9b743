package source

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// Symbol identifies the expression of an argument that is not known: arguments with
// equal symbols have equal values. It is "" if the expression cannot be compared.
func (s resourceSource) Symbol(name string) string {
	in := s.instance
	if s.deferred {
		return ""
	}
	var b strings.Builder
	if a := in.block.Body.Attributes[name]; a != nil && !in.module.identify(&b, a.Expr, in.scope) {
		return ""
	}
	for _, block := range in.block.Body.Blocks {
		if block.Type == "dynamic" && len(block.Labels) == 1 && block.Labels[0] == name {
			return ""
		}
		if block.Type == name && !in.module.identifyBlock(&b, block.Body, in.scope) {
			return ""
		}
	}
	return b.String()
}

func (m *module) identifyBlock(b *strings.Builder, body *config.Body, sc scope) bool {
	for _, name := range sorted(body.Attributes) {
		b.WriteString(name + "=")
		if !m.identify(b, body.Attributes[name].Expr, sc) {
			return false
		}
	}
	for _, block := range body.Blocks {
		b.WriteString("{" + block.Type)
		if block.Type == "dynamic" || !m.identifyBlock(b, block.Body, sc) {
			return false
		}
		b.WriteString("}")
	}
	b.WriteString(";")
	return true
}

// identify writes what an expression is, followed through variables that callers
// set and through locals. It reports whether the expression can be compared: one of
// constants and references that are the same wherever they are written.
func (m *module) identify(b *strings.Builder, expr hcl.Expression, sc scope) bool {
	defer m.meter.leave()
	if !m.meter.enter() || !m.meter.step() {
		return false
	}
	if v, _ := m.eval(expr, sc).UnmarkDeep(); v.IsWhollyKnown() {
		b.WriteString(strings.ReplaceAll(v.GoString(), "\n", " "))
		return true
	}
	switch e := expr.(type) {
	case *hclsyntax.TemplateWrapExpr:
		return m.identify(b, e.Wrapped, sc)
	case *hclsyntax.ParenthesesExpr:
		return m.identify(b, e.Expression, sc)
	case *hclsyntax.TemplateExpr:
		b.WriteString("template(")
		for _, part := range e.Parts {
			if !m.identify(b, part, sc) {
				return false
			}
			b.WriteString(",")
		}
		b.WriteString(")")
		return true
	case *hclsyntax.ScopeTraversalExpr:
		return m.identifyReference(b, e.Traversal)
	}
	return false
}

// identifyReference follows var.x and local.x, and writes what comes after them.
func (m *module) identifyReference(b *strings.Builder, t hcl.Traversal) bool {
	if len(t) < 2 {
		return false
	}
	step, ok := t[1].(hcl.TraverseAttr)
	if !ok {
		return false
	}
	for _, rest := range t[2:] {
		switch rest := rest.(type) {
		case hcl.TraverseAttr:
			b.WriteString("." + rest.Name + " of ")
		case hcl.TraverseIndex:
			b.WriteString("[" + rest.Key.GoString() + "] of ")
		default:
			return false
		}
	}
	switch local := m.config.Locals[step.Name]; {
	case t.RootName() == "local" && local != nil:
		return m.identify(b, local.Expr, scope{})
	case t.RootName() != "var":
		return false
	}
	if m.parent != nil {
		if given := m.caller.Arguments[step.Name]; given != nil {
			return m.parent.identify(b, given.Expr, m.scope)
		}
	}
	b.WriteString(m.address().String() + " var." + step.Name)
	return true
}
