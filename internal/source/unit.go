package source

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// Unit is a call of a module from outside of Terraform's language: a unit of
// Terragrunt, or a component of a Terraform Stack. Its module is a root module, and
// its inputs are the values of the module's variables.
type Unit struct {
	Path   string // that names it: its directory, or the file and the component
	Dir    string
	File   string
	Module string // directory of its module, "" if Why says why that is not read
	Why    string

	at     hcl.Range
	layers []layer     // whose inputs count, the last one first
	parts  []hcl.Range // that may write source which is not read
	open   string      // why other variables than those in the inputs may have values, "" if they have none
}

// layer is a file that has a part in a unit.
type layer struct {
	file   string
	locals map[string]*config.Attribute
	inputs *config.Attribute // nil for none
	deep   bool              // maps in inputs are merged with those of other layers
}

// outerFile is what Terragrunt calls the file of a unit.
const outerFile = "terragrunt.hcl"

// isComponents reports whether a file of this name declares the components of a
// Terraform Stack.
func isComponents(name string) bool {
	return strings.HasSuffix(name, ".tfcomponent.hcl") || strings.HasSuffix(name, ".tfstack.hcl")
}

// IsOuter reports whether a file of this name may have a part in a [Unit].
func IsOuter(name string) bool { return strings.HasSuffix(name, ".hcl") }

// unitsIn reads the units of a directory.
func unitsIn(ctx context.Context, files *config.Files, dir string) []*Unit {
	entries, err := files.Dir(dir)
	if err != nil {
		return nil
	}
	var units []*Unit
	var components []string
	for _, entry := range entries {
		switch name := entry.Name(); {
		case name == outerFile:
			if u := readUnit(ctx, files, dir); u != nil {
				units = append(units, u)
			}
		case isComponents(name):
			components = append(components, path.Join(dir, name))
		}
	}
	return append(units, readComponents(ctx, files, dir, components)...)
}

// readComponents reads the components of a stack, whose files share their locals.
func readComponents(ctx context.Context, files *config.Files, dir string, names []string) []*Unit {
	var units []*Unit
	locals := map[string]*config.Attribute{}
	for _, name := range names {
		body, err := files.Outer(name)
		if err != nil {
			units = append(units, &Unit{Path: name, Dir: dir, File: name, Why: err.Error(), at: whole(name)})
			continue
		}
		collectLocals(body, locals)
		for _, block := range body.Blocks {
			if block.Type != "component" || len(block.Labels) != 1 {
				continue
			}
			u := &Unit{Path: name + "#" + block.Labels[0], Dir: dir, File: name, at: block.Range}
			u.layers = []layer{{file: name, locals: locals, inputs: block.Body.Attributes["inputs"]}}
			units = append(units, u)
			u.locate(files, u.text(ctx, files, u.layers[0], block.Body.Attributes["source"]))
		}
	}
	return units
}

func collectLocals(body *config.Body, into map[string]*config.Attribute) {
	for _, block := range body.Blocks {
		if block.Type == "locals" {
			for name, a := range block.Body.Attributes {
				into[name] = a
			}
		}
	}
}

func whole(name string) hcl.Range {
	return hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}
}

// text evaluates an argument whose text has to be known, "" if it is not.
func (u *Unit) text(ctx context.Context, files *config.Files, in layer, a *config.Attribute) string {
	if a == nil {
		return ""
	}
	u.at = a.Range
	v := u.evaluate(ctx, files, in, a, true)
	bare, marks := v.Unmark()
	if !bare.IsKnown() || bare.IsNull() || bare.Type() != cty.String || secret(marks) {
		return ""
	}
	return bare.AsString()
}

// evaluate evaluates an argument of a layer. Only a path that is not printed may have
// the functions for paths: they give the place of the repository on a machine.
func (u *Unit) evaluate(ctx context.Context, files *config.Files, in layer, a *config.Attribute, paths bool) cty.Value {
	l := newLoader(ctx, files, u.Dir, Options{AnyWorkspace: true, Limits: Share()})
	for name := range l.functions {
		// Files that Terragrunt reads by these are not those of the module.
		base := strings.TrimPrefix(name, "core::")
		if strings.HasPrefix(base, "file") || strings.HasPrefix(base, "template") {
			delete(l.functions, name)
		}
	}
	if paths {
		u.addPaths(files, in, l.functions)
	}
	return l.newModule(&config.Module{Dir: u.Dir, Locals: in.locals}).eval(a.Expr, scope{})
}

// locate finds the module of a source. The two slashes in a source show where the path
// in a package begins; they have no meaning for a directory.
func (u *Unit) locate(files *config.Files, source string) {
	if source == "" {
		u.Why = "the source of its module is not known"
		return
	}
	where, _, _ := strings.Cut(source, "?")
	if dir, ok := u.inRepository(where); ok {
		if entries, err := files.Dir(dir); err == nil && len(configFiles(entries)) > 0 {
			u.Module = dir
			return
		}
	}
	u.Why = "its module is not in the repository: " + strings.ReplaceAll(source, repositoryRoot, "")
}

// repositoryRoot stands for the absolute path of the repository.
const repositoryRoot = "/\u2060repository"

func (u *Unit) inRepository(where string) (dir string, ok bool) {
	if rest, ok := strings.CutPrefix(where, repositoryRoot); ok {
		return path.Clean("./" + rest), !strings.HasPrefix(path.Clean("./"+rest), "../")
	}
	if path.IsAbs(where) || strings.Contains(where, "::") || strings.Contains(where, "://") {
		return "", false
	}
	return path.Join(u.Dir, where), true
}

// values evaluates the inputs. With open, other variables may have values too.
func (u *Unit) values(ctx context.Context, files *config.Files) (values map[string]cty.Value, open string) {
	values, open = map[string]cty.Value{}, u.open
	for _, in := range u.layers {
		if in.inputs == nil {
			continue
		}
		v := u.evaluate(ctx, files, in, in.inputs, false)
		bare, marks := v.Unmark()
		if !bare.IsKnown() || bare.IsNull() || !bare.Type().IsObjectType() && !bare.Type().IsMapType() {
			values, open = map[string]cty.Value{}, "its inputs are not known"
			continue
		}
		for name, value := range bare.AsValueMap() {
			value = value.WithMarks(marks)
			if before, ok := values[name]; ok && in.deep && !(primitive(before) && primitive(value)) {
				value = cty.DynamicVal.WithMarks(marksOf(before), marksOf(value))
			}
			values[name] = value
		}
	}
	for name, value := range values {
		if !value.IsWhollyKnown() {
			values[name] = value.Mark(openMark{"the input " + name + " of " + u.Path})
		}
	}
	return values, open
}

func primitive(v cty.Value) bool { return v.Type().IsPrimitiveType() }

// Units lists the units whose modules hold something to check, or call what does or
// may. unread are those whose modules are not read.
func (t *Tree) Units() (units, unread []*Unit) {
	needed := t.needed()
	for _, u := range t.units {
		switch {
		case u.Module == "":
			unread = append(unread, u)
		case needed[u.Module]:
			units = append(units, u)
		}
	}
	return units, unread
}

// LeadingUnits lists the units, of both kinds of [Tree.Units], that a change of files
// concerns: dirs hold changed files of source, outer are other files in HCL. reading are
// units whose modules may read files with an expression.
func (t *Tree) LeadingUnits(dirs, outer []string) (certain, unread, reading []*Unit) {
	leads, reads := t.leading(dirs), t.leading(t.readers())
	units, without := t.Units()
	for _, u := range units {
		if leads[u.Module] || slices.Contains(dirs, u.Dir) || u.madeOf(outer) {
			certain = append(certain, u)
		} else if reads[u.Module] {
			reading = append(reading, u)
		}
	}
	for _, u := range without {
		if slices.Contains(dirs, u.Dir) || u.madeOf(outer) {
			unread = append(unread, u)
		}
	}
	return certain, unread, reading
}

// madeOf reports whether one of the files may have a part in the unit: it is its own,
// one that it includes, or one that its functions may find above it.
func (u *Unit) madeOf(names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		included := slices.ContainsFunc(u.layers, func(in layer) bool { return in.file == name })
		return included || name == u.File || !isComponents(u.File) && path.Base(name) != outerFile && inside(u.Dir, path.Dir(name))
	})
}
