package config

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// module makes what blocks mean of what they are.
func (d *declared) module(dir string, diags *diagnostics) *Module {
	m := newModule(dir)
	m.Locals = d.locals.entries
	m.Backend, m.EmptyBackend, m.Workspace = d.backend, d.emptyBackend, d.workspace
	for name, attribute := range d.required.entries {
		if source, ok := requiredSource(attribute.Expr); ok {
			m.Required[name] = source
		}
	}
	for _, one := range d.blocks {
		switch one.Type {
		case "resource", "data":
			mode := graph.Managed
			if one.Type == "data" {
				mode = graph.Data
			}
			r := resource(one, mode, diags)
			m.Resources = append(m.Resources, r)
			if r.Count == nil && r.ForEach == nil {
				m.Conditions = append(m.Conditions, conditions(one.Body, "lifecycle", "precondition")...)
			}
		case "module":
			m.Calls[one.Labels[0]] = call(one, diags)
		case "provider":
			m.Providers = append(m.Providers, provider(one))
		case "variable":
			m.Variables[one.Labels[0]] = variable(one, diags)
		case "output":
			m.Outputs[one.Labels[0]] = output(one, diags)
			m.Conditions = append(m.Conditions, conditions(one.Body, "precondition")...)
		}
	}
	m.CallNames = slices.Sorted(maps.Keys(m.Calls))
	for _, r := range m.Resources {
		m.resources[resourceKey{r.Mode, r.Type, r.Name}] = r // no block is there twice
	}
	for _, p := range m.Providers {
		ref := ProviderRef{Name: p.Name, Alias: p.Alias}
		if m.providers[ref] == nil { // an alias that is not a constant is read as none
			m.providers[ref] = p
		}
	}
	return m
}

// meta takes the arguments of the language itself out of a body, so that what
// stays is the provider's or the module's. What stands in a block "_" is theirs,
// whatever its name.
type meta struct {
	body *Body
	args map[string]*Attribute
}

func (d *declaration) meta(names ...string) meta {
	m := meta{&Body{Attributes: map[string]*Attribute{}, Range: d.Body.Range}, map[string]*Attribute{}}
	for name, attribute := range d.Body.Attributes {
		m.body.Attributes[name] = attribute
	}
	for _, name := range names {
		if attribute, ok := d.Body.Attributes[name]; ok {
			m.args[name] = attribute
			delete(m.body.Attributes, name)
		}
	}
	for _, block := range d.Body.Blocks {
		switch block.Type {
		case "lifecycle":
			if enabled := block.Body.Attributes["enabled"]; enabled != nil {
				m.args["enabled"] = enabled
			}
		case "connection", "provisioner":
		case "_":
			for name, attribute := range block.Body.Attributes {
				m.body.Attributes[name] = attribute
			}
			m.body.Blocks = append(m.body.Blocks, block.Body.Blocks...)
		default:
			m.body.Blocks = append(m.body.Blocks, block)
		}
	}
	return m
}

func resource(d *declaration, mode graph.Mode, diags *diagnostics) *Resource {
	m := d.meta("count", "for_each", "provider", "depends_on")
	return &Resource{
		Mode: mode, Type: d.Labels[0], Name: d.Labels[1],
		Body:         m.body,
		Count:        m.args["count"],
		ForEach:      m.args["for_each"],
		Enabled:      m.args["enabled"],
		Provider:     providerRef(m.args["provider"], diags),
		Range:        d.Range,
		Suppressions: d.suppressions,
	}
}

func call(d *declaration, diags *diagnostics) *Call {
	m := d.meta("source", "version", "count", "for_each", "providers", "depends_on")
	c := &Call{
		Name:         d.Labels[0],
		Arguments:    m.body.Attributes,
		Count:        m.args["count"],
		ForEach:      m.args["for_each"],
		Enabled:      m.args["enabled"],
		Providers:    map[string]ProviderRef{},
		Range:        d.Range,
		Suppressions: d.suppressions,
	}
	if a := m.args["source"]; a != nil {
		c.Source, c.SourceExpr = settled(a.Expr)
	}
	if a := m.args["version"]; a != nil {
		c.Version, c.VersionExpr = settled(a.Expr)
	}
	a := m.args["providers"]
	if a == nil {
		return c
	}
	pairs, hclDiags := hcl.ExprMap(a.Expr)
	if hclDiags.HasErrors() {
		diags.warning(a.Range, "expected providers = { name = configuration }: it is taken for left out")
		return c
	}
	for _, pair := range pairs {
		inner, ok := reference(pair.Key)
		outer, ok2 := reference(pair.Value)
		if !ok || !ok2 {
			diags.warning(pair.Value.Range(), "expected a provider configuration, such as aws.east: it is taken for left out")
			continue
		}
		c.Providers[inner.String()] = outer
	}
	return c
}

// settled returns a constant text, or the expression that has to be evaluated for it. A
// text in JSON may be a template.
func settled(expr hcl.Expression) (string, hcl.Expression) {
	text, ok := constant(expr)
	if !ok || json.IsJSONExpression(expr) && (strings.Contains(text, "${") || strings.Contains(text, "%{")) {
		return "", expr
	}
	return text, nil
}

func provider(d *declaration) *Provider {
	m := d.meta("alias", "version", "for_each")
	p := &Provider{Name: d.Labels[0], ForEach: m.args["for_each"], Body: m.body, Range: d.Range}
	if a := m.args["alias"]; a != nil {
		p.Alias, _ = constant(a.Expr)
	}
	return p
}

func variable(d *declaration, diags *diagnostics) *Variable {
	v := &Variable{Name: d.Labels[0], Nullable: true, Range: d.Range}
	if a := d.Body.Attributes["type"]; a != nil {
		v.Type = a.Expr
		// In JSON a type is text, which HCL parses when it is asked for it.
		if json.IsJSONExpression(a.Expr) {
			text, _ := constant(a.Expr)
			if err := CheckNesting([]byte(text), a.Expr.Range().Filename, a.Expr.Range().Start); err != nil {
				diags.error(a.Range, "%s", err.(*Problem).Text)
				v.Type = nil
			}
		}
	}
	if a := d.Body.Attributes["default"]; a != nil {
		v.Default = a.Expr
	}
	flag(d.Body, "sensitive", &v.Sensitive, true, diags)
	flag(d.Body, "ephemeral", &v.Ephemeral, true, diags)
	flag(d.Body, "nullable", &v.Nullable, true, diags)
	v.Conditions = conditions(d.Body, "validation")
	return v
}

// conditions lists the conditions of the blocks that a path of names leads to.
func conditions(body *Body, path ...string) []hcl.Expression {
	if len(path) == 0 {
		if a := body.Attributes["condition"]; a != nil {
			return []hcl.Expression{a.Expr}
		}
		return nil
	}
	blocks := body.Blocks
	if a := body.Attributes[path[0]]; a != nil { // in JSON syntax
		nested, _ := a.Nested()
		blocks = append(slices.Clip(blocks), nested...)
	}
	var all []hcl.Expression
	for _, block := range blocks {
		if block.Type == path[0] {
			all = append(all, conditions(block.Body, path[1:]...)...)
		}
	}
	return all
}

func output(d *declaration, diags *diagnostics) *Output {
	o := &Output{Name: d.Labels[0], Range: d.Range}
	if a := d.Body.Attributes["value"]; a != nil {
		o.Expr = a.Expr
	}
	flag(d.Body, "sensitive", &o.Sensitive, true, diags)
	// Terraform withholds what is ephemeral as well.
	ephemeral := false
	flag(d.Body, "ephemeral", &ephemeral, true, diags)
	o.Sensitive = o.Sensitive || ephemeral
	return o
}

// flag reads true or false as Terraform does: "true" and !false are values too.
// An expression that is more than that is not evaluated, and doubt is its value.
func flag(body *Body, name string, to *bool, doubt bool, diags *diagnostics) {
	a, ok := body.Attributes[name]
	if !ok {
		return
	}
	value, ok := truth(a.Expr)
	if !ok {
		diags.warning(a.Range, "expected true or false for %q: it is taken for %t", name, doubt)
		value = doubt
	}
	*to = value
}

func truth(expr hcl.Expression) (value, ok bool) {
	switch e := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		return truth(e.Expression)
	case *hclsyntax.UnaryOpExpr:
		value, ok = truth(e.Val)
		return !value, ok && e.Op == hclsyntax.OpLogicalNot
	}
	v, ok := literalValue(expr)
	if !ok {
		return false, false
	}
	v, err := convert.Convert(v, cty.Bool)
	if err != nil || !v.IsKnown() || v.IsNull() {
		return false, false
	}
	return v.True(), true
}

// constant returns a text that needs no evaluation.
func constant(expr hcl.Expression) (string, bool) {
	v, ok := literalValue(expr)
	if !ok || v.IsNull() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}

// literalValue returns what stands there in so many words. Anything else is not
// evaluated, not even without variables: it may be made to take very long.
func literalValue(expr hcl.Expression) (cty.Value, bool) {
	if json.IsJSONExpression(expr) {
		v, diags := expr.Value(nil) // no templates without a context
		return v, !diags.HasErrors()
	}
	switch e := expr.(type) {
	case *hclsyntax.LiteralValueExpr:
		return e.Val, e.Val.IsKnown()
	case *hclsyntax.ParenthesesExpr:
		return literalValue(e.Expression)
	case *hclsyntax.ObjectConsKeyExpr:
		if word := hcl.ExprAsKeyword(e); word != "" && !e.ForceNonLiteral {
			return cty.StringVal(word), true
		}
		return literalValue(e.Wrapped)
	case *hclsyntax.TemplateExpr:
		if e.IsStringLiteral() {
			v, diags := e.Value(nil)
			return v, !diags.HasErrors()
		}
	}
	return cty.NilVal, false
}

// String is the reference as it is written, such as aws.east.
func (p ProviderRef) String() string {
	if p.Alias == "" {
		return p.Name
	}
	return p.Name + "." + p.Alias
}

func providerRef(a *Attribute, diags *diagnostics) ProviderRef {
	if a == nil {
		return ProviderRef{}
	}
	ref, ok := reference(a.Expr)
	if !ok {
		diags.warning(a.Range, "expected a provider configuration, such as aws.east: it is taken for left out")
	}
	return ref
}

// reference reads aws.east, and "aws.east" as Terraform 0.11 wrote it. OpenTofu
// lets an index follow, aws.by_region["a"]: it is the key of an instance.
func reference(expr hcl.Expression) (ProviderRef, bool) {
	if index, ok := expr.(*hclsyntax.IndexExpr); ok {
		ref, ok := reference(index.Collection)
		ref.Key = index.Key
		return ref, ok
	}
	var key hcl.Expression
	var names []string
	if traversal, diags := hcl.AbsTraversalForExpr(expr); !diags.HasErrors() {
		names = append(names, traversal.RootName())
		for _, step := range traversal[1:] {
			switch step := step.(type) {
			case hcl.TraverseAttr:
				names = append(names, step.Name)
			case hcl.TraverseIndex:
				key = hcl.StaticExpr(step.Key, step.SrcRange)
			}
		}
	} else if text, ok := constant(expr); ok {
		names = strings.Split(text, ".")
	}
	switch {
	case len(names) == 1 && identifier(names[0]):
		return ProviderRef{Name: names[0], Key: key}, true
	case len(names) == 2 && identifier(names[0]) && identifier(names[1]):
		return ProviderRef{Name: names[0], Alias: names[1], Key: key}, true
	}
	return ProviderRef{}, false
}

// requiredSource reads { source = "hashicorp/aws" }. A plain text is a version,
// as Terraform 0.12 had it.
func requiredSource(expr hcl.Expression) (string, bool) {
	pairs, diags := hcl.ExprMap(expr)
	if diags.HasErrors() {
		return "", false
	}
	for _, pair := range pairs {
		if name, _ := constant(pair.Key); name == "source" {
			return constant(pair.Value)
		}
	}
	return "", false
}

func identifier(text string) bool { return hclsyntax.ValidIdentifier(text) }
