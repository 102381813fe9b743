package source

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// module is one instance of a module: its configuration with one caller's
// arguments. Everything in it is evaluated when it is first asked for.
type module struct {
	*loader
	root   *module
	parent *module // nil for the root module
	caller *config.Call
	scope  scope // of the call, in the parent
	config *config.Module
	depth  int // of calls

	// Instances are many, and most hold no resource: what is as long as the chain
	// of calls is made when it is first asked for.
	at    graph.Module
	calls []graph.Call
	// deferred is true where it cannot be told whether, or how often, the module
	// is called: nothing is known of what is in it.
	deferred bool

	variables map[string]*once
	locals    map[string]*once
	outputs   map[string]*once
	instances map[*config.Resource]*expansion
	children  map[string]*called

	configurations map[*config.Provider]*expansion
}

// once is a value that is evaluated when it is first asked for. Asked for while
// it is, it depends on itself.
type once struct {
	value   cty.Value
	working bool
}

func (l *loader) newModule(c *config.Module) *module {
	m := &module{
		loader:    l,
		config:    c,
		variables: map[string]*once{},
		locals:    map[string]*once{},
		outputs:   map[string]*once{},
		instances: map[*config.Resource]*expansion{},
		children:  map[string]*called{},

		configurations: map[*config.Provider]*expansion{},
	}
	m.root = m
	return m
}

// address is the module instance's.
func (m *module) address() graph.Module {
	if m.parent != nil && m.at == nil {
		m.at = m.parent.childAddress(m.caller.Name)
		m.at[m.depth-1].Key = m.scope.key
	}
	return m.at
}

// chain is the calls that lead to the module instance.
func (m *module) chain() []graph.Call {
	if m.parent != nil && m.calls == nil {
		m.calls = slices.Concat(m.parent.chain(), []graph.Call{{Name: m.caller.Name, Range: m.rangeOf(m.caller.Range)}})
	}
	return m.calls
}

// memo evaluates a value once; name gives what a person calls it.
func memo(values map[string]*once, key string, name func() string, evaluate func() cty.Value) cty.Value {
	o, ok := values[key]
	if !ok {
		o = &once{working: true}
		values[key] = o
		o.value = evaluate()
		o.working = false
	}
	if o.working {
		return open(name() + ", which depends on itself")
	}
	return o.value
}

func (m *module) local(name string) cty.Value {
	called := func() string { return "local." + name }
	return memo(m.locals, name, called, func() cty.Value {
		l := m.config.Locals[name]
		if l == nil {
			return open(called())
		}
		return m.eval(l.Expr, scope{})
	})
}

func (m *module) output(name string) cty.Value {
	called := func() string { return m.address().String() + "." + name }
	return memo(m.outputs, name, called, func() cty.Value {
		o := m.config.Outputs[name]
		if o == nil {
			return open(called())
		}
		v := m.eval(o.Expr, scope{})
		if o.Sensitive {
			v = v.Mark(graph.SensitiveMark)
		}
		return v
	})
}

// called is a module block with the instances that it makes.
type called struct {
	expansion *expansion
	config    *config.Module // nil when the module is not at hand
	instances map[graph.Key]*module
}

// child resolves a module block: where its source is, and how often it is called.
func (m *module) child(name string) *called {
	if c, ok := m.children[name]; ok {
		return c
	}
	block := m.config.Calls[name]
	if block == nil {
		return nil
	}
	c := &called{instances: map[graph.Key]*module{}}
	m.children[name] = c
	c.expansion = m.expand(block.Count, block.ForEach, block.Enabled, func() string { return "module." + name })
	if c.expansion.none() { // then it does not matter what the module holds, or whether it is at hand
		c.config = &config.Module{}
		return c
	}
	if m.depth >= mostDepth {
		m.past(m.childAddress(name), "it is called more than 32 modules deep", &block.Range)
		return c
	}
	c.config = m.resolve(block)
	return c
}

// childAddress is the address of a module block, without the key of an instance.
func (m *module) childAddress(name string) graph.Module {
	steps := make(graph.Module, m.depth+1)
	copy(steps, m.address())
	steps[m.depth].Name = name
	return steps
}

// each returns the instance of a call for one key, made when it is first asked
// for. It is nil where there are more than are evaluated.
func (m *module) each(c *called, name string, key graph.Key) *module {
	if in, ok := c.instances[key]; ok {
		return in
	}
	if !m.meter.instance(m.depth + 1) {
		return nil
	}
	block := m.config.Calls[name]
	in := m.newModule(c.config)
	in.root, in.parent, in.caller = m.root, m, block
	in.scope = c.expansion.scope(key)
	in.depth = m.depth + 1
	in.deferred = m.deferred || c.expansion.unknown
	c.instances[key] = in
	return in
}

// call gives the value of module.<name>, as far as it is asked for.
func (m *module) call(name string, wanted *attrs) cty.Value {
	c := m.child(name)
	if c == nil || c.config == nil {
		return open("module." + name)
	}
	if c.expansion.unknown {
		v := cty.DynamicVal.Mark(openMark{"module." + name}).WithMarks(c.expansion.marks)
		in := m.each(c, name, graph.Key{})
		if in == nil {
			return spent
		}
		for _, output := range in.asked(wanted) {
			v = v.WithMarks(marksOf(in.output(output)))
		}
		return v
	}
	return c.expansion.value(func(key graph.Key) cty.Value {
		in := m.each(c, name, key)
		if in == nil || !m.meter.step() {
			return spent
		}
		outputs := map[string]cty.Value{}
		for _, output := range in.asked(wanted) {
			outputs[output] = in.output(output)
		}
		return cty.ObjectVal(outputs)
	})
}

// asked lists the outputs that an expression may look at.
func (m *module) asked(wanted *attrs) []string {
	if wanted.whole {
		return sorted(m.config.Outputs)
	}
	names := map[string]bool{}
	for _, name := range wanted.names {
		if m.config.Outputs[name] != nil {
			names[name] = true
		}
	}
	return sorted(names)
}

// resolve finds the directory of a module that is called and reads it, nil when
// that cannot be done; a diagnostic then says so.
func (m *module) resolve(call *config.Call) *config.Module {
	call, waits := m.located(call)
	dir := path.Join(m.config.Dir, call.Source)
	if !isLocal(call.Source) {
		found, ok := m.installed[m.childAddress(call.Name).Config()]
		switch differs := found.differs(call); {
		case call.Source == "" && ok: // as terraform init evaluated it
		case call.Source == "":
			m.unscanned(call, "its source is not known"+waits, "run terraform init (or terraform get) with the values of variables, or scan a plan")
			return nil
		case !ok:
			m.unscanned(call, call.Source+" is not installed", runInit)
			return nil
		case differs != "":
			m.unscanned(call, differs, runInit)
			return nil
		}
		dir = found.dir
	}
	for up := m; up != nil; up = up.parent {
		if up.config.Dir == dir {
			m.unscanned(call, "it calls itself", "")
			return nil
		}
	}
	c, err := m.read(dir)
	if err != nil {
		m.unscanned(call, err.Error(), remedy(call, err))
		return nil
	}
	return c
}

// located returns the call with its source and its version evaluated. waits says what
// they are made of, if the source is not known.
func (m *module) located(call *config.Call) (_ *config.Call, waits string) {
	if call.SourceExpr == nil && call.VersionExpr == nil {
		return call, ""
	}
	found := *call
	text := func(e hcl.Expression) string {
		if e == nil {
			return ""
		}
		v := m.eval(e, scope{})
		bare, marks := v.Unmark()
		if bare.IsKnown() && !bare.IsNull() && bare.Type() == cty.String && !secret(marks) {
			return bare.AsString()
		}
		if unresolved := m.loader.origins(v).Unresolved; len(unresolved) > 0 {
			waits = ": it refers to " + strings.Join(unresolved, ", ")
		}
		return ""
	}
	found.Version = cmp.Or(call.Version, text(call.VersionExpr))
	waits = ""
	found.Source = cmp.Or(call.Source, text(call.SourceExpr))
	return &found, waits
}

// isLocal reports whether a source is a path, as Terraform tells it.
func isLocal(source string) bool {
	return source == "." || source == ".." || strings.HasPrefix(source, "./") || strings.HasPrefix(source, "../")
}
