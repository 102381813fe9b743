package suggest

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// setMember sets a member of the object that an argument encodes as JSON.
func (t *text) setMember(a *config.Attribute, name, value string) bool {
	object, ok := encoded(a.Expr)
	if !ok {
		return false
	}
	if now := member(object, name); now != nil {
		if _, ok := literal(now); !ok {
			return false
		}
		t.replace(now.Range(), value)
		return true
	}
	if len(object.Items) == 0 {
		inside := t.src[object.OpenRange.End.Byte : object.SrcRange.End.Byte-1]
		if len(bytes.TrimSpace(inside)) > 0 {
			return false // a comment, whose place nobody but its author knows
		}
		t.replace(object.SrcRange, "{ "+name+" = "+value+" }")
		return true
	}
	first := object.Items[0].KeyExpr.Range().Start.Byte
	if line := t.lineStart(first); line > object.OpenRange.Start.Byte {
		t.insert(line, string(t.src[line:first])+name+" = "+value+t.eol)
	} else {
		t.insert(first, name+" = "+value+", ")
	}
	return true
}

// encoded is the object in jsonencode({…}).
func encoded(expr hcl.Expression) (*hclsyntax.ObjectConsExpr, bool) {
	call, ok := expr.(*hclsyntax.FunctionCallExpr)
	if !ok || call.Name != "jsonencode" || len(call.Args) != 1 || call.ExpandFinal {
		return nil, false
	}
	object, ok := call.Args[0].(*hclsyntax.ObjectConsExpr)
	return object, ok
}

// member is the expression of an object's member, nil where it has none.
func member(object *hclsyntax.ObjectConsExpr, name string) hclsyntax.Expression {
	for _, item := range object.Items {
		key := hcl.ExprAsKeyword(item.KeyExpr)
		if wrapped, ok := item.KeyExpr.(*hclsyntax.ObjectConsKeyExpr); ok && key == "" {
			if v, ok := literal(wrapped.Wrapped); ok && v.Type() == cty.String && !v.IsNull() {
				key = v.AsString()
			}
		}
		if key == name {
			return item.ValueExpr
		}
	}
	return nil
}

// supported reports whether an add-on of the VPC CNI knows enableNetworkPolicy,
// as its releases from v1.14.0 on do (EKS user guide, "Limit pod traffic with
// Kubernetes network policies"). Without a version EKS takes its default.
func supported(addon *config.Block) bool {
	if addon.Type != "resource" {
		return false // a module's call does not show the version
	}
	a := addon.Body.Attributes["addon_version"]
	if a == nil {
		return true
	}
	v, ok := literal(a.Expr)
	if !ok || v.IsNull() || v.Type() != cty.String {
		return false
	}
	parts := strings.SplitN(v.AsString(), ".", 3)
	if len(parts) < 3 || parts[0] != "v1" {
		return false
	}
	minor, err := strconv.Atoi(parts[1])
	return err == nil && minor >= 14
}
