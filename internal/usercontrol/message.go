package usercontrol

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// message fills in the rule's message part by part: what is sensitive, unknown or
// left out hides itself alone.
func (r *run) message() string {
	var b strings.Builder
	for _, part := range templateParts(r.rule.message.root) {
		v, p := value(part, r.context)
		if r.mayTell(r.rule.message, part, p) {
			b.WriteString(finding.Redacted)
			continue
		}
		if p != nil {
			b.WriteString("(…)")
			continue
		}
		b.WriteString(shown(v))
	}
	const most = 500
	text := []rune(control.WithoutLogins(oneLine(b.String())))
	if len(text) > most {
		text = append(text[:most], '…')
	}
	return string(text)
}

func templateParts(e hclsyntax.Expression) []hclsyntax.Expression {
	switch e := e.(type) {
	case *hclsyntax.TemplateExpr:
		return e.Parts
	case *hclsyntax.TemplateWrapExpr:
		return []hclsyntax.Expression{e.Wrapped}
	}
	return []hclsyntax.Expression{e}
}

// shown writes a value for a person.
func shown(v cty.Value) string {
	if secret(v) {
		return finding.Redacted
	}
	notSet := isUnset(v)
	v, _ = v.UnmarkDeep()
	switch {
	case !v.IsKnown():
		return "(known after apply)"
	case v.IsNull(), notSet:
		return "(not set)"
	case v.Type().IsTupleType() || v.Type().IsListType() || v.Type().IsSetType():
		var parts []string
		for it := v.ElementIterator(); it.Next(); {
			_, e := it.Element()
			parts = append(parts, shown(e))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	if v.CanIterateElements() {
		var parts []string
		for it := v.ElementIterator(); it.Next(); {
			key, e := it.Element()
			parts = append(parts, key.AsString()+" = "+shown(e))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	text, err := convert.Convert(v, cty.String)
	if err != nil {
		return "(…)"
	}
	return text.AsString()
}

func secret(v cty.Value) bool {
	_, marks := v.UnmarkDeep()
	_, sensitive := marks[graph.SensitiveMark]
	return sensitive
}

// isUnset reports whether a value is empty because it stands for an argument that is not
// set.
func isUnset(v cty.Value) bool {
	v, marks := v.Unmark()
	if !v.IsKnown() || v.IsNull() || !v.CanIterateElements() || v.LengthInt() > 0 {
		return false
	}
	for mark := range marks {
		if t, ok := mark.(*trace); ok && t.leaf && t.value.Unset() {
			return true
		}
	}
	return false
}
