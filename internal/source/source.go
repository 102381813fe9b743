package source

import (
	"cmp"
	"context"
	"maps"
	"path"
	"slices"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/function"
)

// Options say how to evaluate a root module.
type Options struct {
	Reads    []control.Read // what some control reads
	Subjects []string       // types that some control judges

	// Given are values of root variables that a user gives, and win over the
	// variable files that Terraform loads by itself.
	Given map[string]Given
	// Environment looks a variable of the environment up, "" when it is not set:
	// what TF_VAR_ and a root variable's name say counts where no file does.
	Environment func(string) string
	// GivenOnly says that the module is not where Terraform runs: the variable files
	// in its directory are not its own.
	GivenOnly bool
	// Program runs the module; if it is not known, the lock file may say it.
	Program config.Program
	// Unit calls the module, unless nil: its inputs count before the environment.
	Unit *Unit
	// Installer is the root module, a directory relative to the root of files, for
	// which terraform init put the modules on disk that are called here; "" is the
	// module itself.
	Installer string
	// Workspace is terraform.workspace, as the user gives it. If it is empty, a cloud
	// block may name it; then it is SelectedWorkspace, which the environment gives and
	// which is not printed; then the one that terraform workspace select chose, or
	// "default". With AnyWorkspace these two do not count, and it is not known: a plan
	// does not say in which workspace it was made.
	Workspace         string
	SelectedWorkspace string
	AnyWorkspace      bool
	// Show names a file for the report, from its path in the files; nil leaves
	// names as they are.
	Show func(string) string
	// Limits bound the evaluation; the zero Limits are those of a scan of this root
	// module only.
	Limits Limits
	// Library says that others call the module: what rests on a default of its
	// variables is told by [graph.Value.Defaults].
	Library bool
}

// Given is the value of a root variable: Value, or where that is cty.NilVal a
// Text as a flag gives it: as it stands for a primitive type, an expression for
// any other.
type Given struct {
	Value    cty.Value
	Text     string
	Withheld bool // it is used and never printed, as what the environment gives
}

// Root is a root module that was evaluated. Its graph evaluates what it is asked
// for: it is not safe for concurrent use.
type Root struct {
	Graph        *graph.Graph
	Dirs         []string // module directories that were read, from the root of the files
	Suppressions []setting.Suppression
	Complete     bool // false where a module, or a part of a file, could not be scanned
	Resources    int  // managed instances, those of an unknown number counted once
	Assessed     int  // of those, the ones of a type that a control judges or reads

	loader *loader
	module *module
}

// Load evaluates the root module in dir, which is slash-separated and relative
// to the root of files. It returns an error if the directory cannot be read or ctx
// is done; problems in the files are in [Root.Diagnostics].
//
// ctx also bounds the evaluation that the graph asks for later: once it is done,
// values are unknown, and the caller must discard the results.
func Load(ctx context.Context, files *config.Files, dir string, o Options) (*Root, error) {
	files = files.As(cmp.Or(o.Program, files.LockedProgram(cmp.Or(o.Installer, dir))))
	l := newLoader(ctx, files, dir, o)
	c, err := l.read(dir)
	if err != nil {
		return nil, err
	}
	if !o.GivenOnly {
		auto, unread, diagnostics := files.AutoVars(dir, withheldMark{})
		l.automatic, l.valuesOpen = auto, len(unread) > 0
		l.add(diagnostics)
		for _, r := range unread {
			l.unreadFile(l.rangeOf(r))
		}
	}
	if o.Unit != nil {
		l.unit(ctx, o.Unit, dir)
	}
	l.selectWorkspace(c, o)
	installer := cmp.Or(o.Installer, dir)
	if l.installed, err = readInstalled(files, installer); err != nil {
		l.warn("installed modules are not known", err.Error(), nil)
	}
	if path.Clean(installer) != path.Clean(dir) {
		l.installed = below(l.installed, dir)
	}
	l.refused = l.refusedDefaults(ctx, dir, c, o)
	m := l.newModule(c)
	m.misspelt()
	root := &Root{loader: l, module: m}
	root.Graph = graph.New(m.build(nil, &root.Resources))
	root.Graph.Kind = graph.FromSource
	root.Suppressions = l.suppressions
	root.Dirs = l.dirs
	root.Graph.Gaps = append(l.allGaps(), root.Graph.StackGaps()...)
	root.Complete = len(root.Graph.Gaps) == 0
	root.Assessed = len(root.Graph.Resources())
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return root, nil
}

func newLoader(ctx context.Context, files *config.Files, dir string, o Options) *loader {
	limits := o.Limits
	if limits == (Limits{}) {
		limits = Share().Plus(Pool())
	}
	l := &loader{
		files:       files,
		limits:      limits,
		meter:       &meter{ctx: ctx, steps: limits.Steps, bytes: limits.Bytes, instances: limits.Instances},
		budget:      &function.Budget{Steps: limits.FunctionSteps, Bytes: limits.FunctionBytes},
		types:       wanted(o),
		workspace:   cty.UnknownVal(cty.String).Mark(openMark{"terraform.workspace"}),
		library:     o.Library,
		show:        o.Show,
		shown:       map[string]string{},
		given:       o.Given,
		environment: o.Environment,
		withheld:    map[string]bool{},
		generated:   sync.OnceValue(func() bool { return ignored(files, dir) }),
		expressions: map[hcl.Expression]*prepared{},
		evaluated:   map[instanceKey]*instance{},
		resources:   map[string]*graph.Resource{},
		said:        map[string]bool{},
		data:        map[string]bool{},
		managed:     map[string]bool{},
		listed:      map[string]bool{},
		waived:      map[setting.Suppression]bool{},
		uncalledAt:  map[string]int{},
	}
	if l.show == nil {
		l.show = func(name string) string { return name }
	}
	if l.environment == nil {
		l.environment = func(string) string { return "" }
	}
	l.functions = l.table(dir)
	return l
}

// Diagnostics says what is wrong with the source, and what was not evaluated.
// Values are evaluated when they are asked for: ask once the assessment is done.
func (r *Root) Diagnostics() []finding.Diagnostic {
	if r.loader.meter.exceeded {
		r.loader.warn("the configuration asks for more than is evaluated", "what is past the limit is unknown: does an expression grow without bound?", nil)
	}
	if by := r.loader.budget.Refused(); by != "" {
		r.loader.warn("functions are asked for more than is evaluated", "the first whose result is unknown by that is "+by, nil)
	}
	return r.loader.diagnostics
}

// Types lists the types of the managed resources that have instances.
func (r *Root) Types() []string {
	return slices.DeleteFunc(sorted(r.loader.managed), func(t string) bool { return !r.loader.managed[t] })
}

// Reads lists, sorted, the files that expressions asked for, by file() and its
// like, from the root of the files. Values are evaluated when they are asked for:
// ask once the assessment is done.
func (r *Root) Reads() []string { return slices.Sorted(maps.Keys(r.loader.data)) }

// Read returns the contents of a file that the report names.
func (r *Root) Read(shown string) ([]byte, error) {
	name, ok := r.loader.shown[shown]
	if !ok {
		name = shown
	}
	return r.loader.files.Read(name)
}

// wanted lists the types that the graph holds, carriers among them.
func wanted(o Options) map[string]bool {
	types := map[string]bool{}
	for _, t := range append(graph.Carriers(), graph.StackType) {
		types[t] = true
	}
	for t := range graph.PlaceReads() {
		types[t] = true
	}
	for _, t := range o.Subjects {
		types[t] = true
	}
	for _, read := range o.Reads {
		for _, t := range read.Types {
			types[t] = true
		}
	}
	return types
}

// Instance returns the resource at an address of a plan, nil where the source
// declares none. An instance whose key the source alone does not know is taken
// to be there; of what its for_each gives it nothing is known then.
func (r *Root) Instance(a graph.Address) *graph.Resource {
	if made := r.loader.resources[a.String()]; made != nil {
		return made
	}
	m := r.module
	for _, step := range a.Module {
		c := m.child(step.Name)
		if c == nil || c.config == nil || !c.expansion.unknown && !c.expansion.has(step.Key) {
			return nil
		}
		if m = m.each(c, step.Name, step.Key); m == nil {
			return nil
		}
	}
	block := m.resource(a.Mode, a.Type, a.Name)
	if block == nil {
		return nil
	}
	if e := m.expansionOf(block); !e.unknown && !e.has(a.Key) {
		return nil
	}
	return m.made(a, resourceSource{m.instance(block, a.Key), false}, block)
}

// Declares reports whether the source may hold what is at an address: it
// declares the block, or the module in which it would be was not read.
func (r *Root) Declares(a graph.Address) bool {
	m := r.module
	for _, step := range a.Module {
		c := m.child(step.Name)
		if c == nil {
			return false
		}
		if c.config == nil || c.expansion.none() {
			return true
		}
		if m = m.each(c, step.Name, step.Key); m == nil {
			return true
		}
	}
	return m.resource(a.Mode, a.Type, a.Name) != nil
}
