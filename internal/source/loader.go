package source

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	ctyfunction "github.com/zclconf/go-cty/cty/function"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/function"
)

// loader is what the modules of one root module share while they are evaluated.
type loader struct {
	files     *config.Files
	limits    Limits
	meter     *meter
	budget    *function.Budget // of the functions that expressions call
	functions map[string]ctyfunction.Function
	types     map[string]bool // that the graph holds
	workspace cty.Value
	assumed   bool // nothing selects the workspace: it is taken for the default one
	library   bool
	show      func(string) string
	shown     map[string]string    // files by the names that show gives them
	installed map[string]installed // by module address without keys

	given       map[string]Given     // values of root variables, the first of these three that has one
	automatic   map[string]cty.Value // from files that Terraform loads by itself
	refused     map[string]bool      // root variables whose defaults a condition refuses
	inputs      map[string]cty.Value // of a unit
	inputsOpen  string               // why the unit may have more, "" if it has not
	environment func(string) string

	withheld    map[string]bool // files whose values are never printed
	generated   func() bool     // whether git ignores all of the root module's source
	expressions map[hcl.Expression]*prepared
	evaluated   map[instanceKey]*instance
	resources   map[string]*graph.Resource // by address
	dirs        []string
	data        map[string]bool // files that expressions asked for
	managed     map[string]bool // types of managed resources, and whether there are instances
	gaps        []graph.Gap     // what was not read, except for calls
	uncalled    []*uncalled     // calls of modules that were not read
	uncalledAt  map[string]int  // their places in it, by address and reason
	valuesOpen  bool            // a file that may give variables values could not be read
	listed      map[string]bool // those in dirs
	cut         bool            // something is past the limits
	diagnostics []finding.Diagnostic
	said        map[string]bool

	suppressions []setting.Suppression
	waived       map[setting.Suppression]bool // those in suppressions
}

// read reads a module's directory. It returns an error if the directory does not
// exist or the context is done; problems in its files are in the diagnostics.
func (l *loader) read(dir string) (*config.Module, error) {
	if err := l.meter.ctx.Err(); err != nil {
		return nil, err
	}
	if _, err := l.files.Dir(dir); err != nil {
		return nil, err
	}
	c, diagnostics := l.files.Module(dir)
	if !l.listed[dir] {
		l.listed[dir] = true
		l.dirs = append(l.dirs, dir)
		l.add(diagnostics)
		for _, r := range c.Unread {
			l.unreadFile(l.rangeOf(r))
		}
	}
	return c, nil
}

// add takes over what reading files found.
func (l *loader) add(diagnostics []finding.Diagnostic) {
	for _, d := range diagnostics {
		if d.Location != nil {
			at := *d.Location
			at.File = l.name(at.File)
			d.Location = &at
		}
		l.diagnostics = append(l.diagnostics, d)
	}
}

// name is what the report calls a file.
func (l *loader) name(file string) string {
	shown := l.show(file)
	l.shown[shown] = file
	return shown
}

func (l *loader) warn(summary, detail string, at *hcl.Range) {
	l.say(finding.DiagnosticWarning, summary, detail, at)
}

func (l *loader) fail(summary, detail string, at *hcl.Range) {
	l.say(finding.DiagnosticError, summary, detail, at)
}

// say reports something once, however many instances of a module it is met in.
func (l *loader) say(severity finding.DiagnosticSeverity, summary, detail string, at *hcl.Range) {
	if l.said[summary+detail] {
		return
	}
	l.said[summary+detail] = true
	d := finding.Diagnostic{Severity: severity, Summary: summary, Detail: detail}
	if at != nil {
		d.Location = l.location(*at)
	}
	l.diagnostics = append(l.diagnostics, d)
}

func (l *loader) tooMany(what string) {
	l.warn(what+" has more instances than are evaluated", "at most 10000 are; nothing is said of these", nil)
}

// origins says for a graph what the marks of a value stand for.
func (l *loader) origins(v cty.Value) graph.Origins {
	o := graph.Origins{Functions: true}
	var via graph.Origins
	for mark := range marksOf(v) {
		if passed, ok := mark.(viaMark); ok {
			l.origin(passed.origin, &via)
		} else {
			l.origin(mark, &o)
		}
	}
	if len(o.Refs)+len(o.Others)+len(o.Unresolved) == 0 {
		via.Made, via.Functions = via.Made || o.Made, true
		o = via
	} else {
		o.Via = via.Refs
	}
	slices.SortFunc(o.Refs, compareRefs)
	slices.SortFunc(o.Via, compareRefs)
	slices.Sort(o.Others)
	slices.Sort(o.Unresolved)
	if len(o.Refs)+len(o.Others)+len(o.Unresolved) == 0 && !v.IsWhollyKnown() {
		o.Unresolved = []string{"a function's result"}
	}
	return o
}

func (l *loader) origin(mark any, o *graph.Origins) {
	switch mark := mark.(type) {
	case refMark:
		if r := l.resources[mark.address]; r != nil {
			o.Refs = append(o.Refs, graph.Ref{Resource: r, Attr: first(mark.path), Path: mark.path})
		} else {
			o.Others = append(o.Others, mark.address)
		}
	case otherMark:
		o.Others = append(o.Others, mark.address)
	case openMark:
		o.Unresolved = append(o.Unresolved, mark.text)
	case madeMark:
		o.Made = true
	}
}

// suppress takes over the inline waivers of a module, once for each block. Those
// that are past the limits waive nothing.
func (m *module) suppress() {
	prefix := m.address().Config()
	add := func(own []setting.Suppression) {
		if !m.meter.walk(len(own)) || !m.meter.take(len(own)*bytesAWaiver) {
			return
		}
		for _, s := range own {
			if prefix != "" {
				s.Address = prefix + "." + s.Address
			}
			s.File = m.name(s.File)
			if !m.waived[s] {
				m.waived[s] = true
				m.suppressions = append(m.suppressions, s)
			}
		}
	}
	for _, r := range m.config.Resources {
		add(r.Suppressions)
	}
	for _, name := range m.config.CallNames {
		add(m.config.Calls[name].Suppressions)
	}
}

// walk visits the modules that this one calls, as far as the limits allow.
func (m *module) walk(visit func(*module)) {
	for _, name := range m.config.CallNames {
		c := m.child(name)
		if c.config == nil {
			continue
		}
		keys := c.expansion.keys
		if c.expansion.unknown {
			keys = []graph.Key{{}}
		}
		for _, key := range keys {
			in := m.each(c, name, key)
			if in == nil {
				m.past(m.childAddress(name), tooMuch, &m.config.Calls[name].Range)
				return
			}
			visit(in)
		}
	}
}

func (l *loader) location(r hcl.Range) *finding.Location {
	return &finding.Location{
		File:      l.name(r.Filename),
		StartLine: r.Start.Line, StartColumn: r.Start.Column,
		EndLine: r.End.Line, EndColumn: r.End.Column,
	}
}
