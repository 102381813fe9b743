package config

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"sync"
	"syscall"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/sync/errgroup"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// IsConfig reports whether a file of this name is one of a module's: .tf, .tofu,
// or either of them with .json.
func IsConfig(name string) bool {
	_, ok := recognise(path.Base(name))
	return ok
}

// Module reads the configuration files of a directory. It is read once; the
// module is shared and must not be changed. A diagnostic of severity error means
// that something of the module is missing here.
func (f *Files) Module(dir string) (*Module, []finding.Diagnostic) {
	clean, err := f.clean(dir)
	if err != nil {
		return newModule(dir), []finding.Diagnostic{{
			Severity: finding.DiagnosticError,
			Summary:  fmt.Sprintf("reading the module in %s: %v", dir, err),
		}}
	}
	if f.base != nil && !f.mixed(clean) {
		return f.base.Module(dir)
	}
	f.mu.Lock()
	module, ok := f.modules[clean]
	if !ok {
		module = sync.OnceValues(func() (*Module, diagnostics) { return f.load(clean) })
		f.modules[clean] = module
	}
	f.mu.Unlock()
	m, diags := module()
	return m, slices.Clone([]finding.Diagnostic(diags))
}

func newModule(dir string) *Module {
	return &Module{
		Dir:       dir,
		Variables: map[string]*Variable{},
		Locals:    map[string]*Attribute{},
		Outputs:   map[string]*Output{},
		Calls:     map[string]*Call{},
		Required:  map[string]string{},
		resources: map[resourceKey]*Resource{},
		providers: map[ProviderRef]*Provider{},
	}
}

// parsed is a file's contents.
type parsed struct {
	source
	name     string // the file's
	body     *Body  // nil when nothing of it could be read
	src      []byte
	comments []comment
	skipped  bool // nothing of it could be read, which is no error
	diags    diagnostics
}

func (f *Files) load(dir string) (*Module, diagnostics) {
	entries, err := f.Dir(dir)
	if err != nil {
		return newModule(dir), diagnostics{{Severity: finding.DiagnosticError, Summary: err.Error()}}
	}
	names, hidden := sources(entries, f.program)
	files := make([]parsed, len(names))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, entry := range names {
		group.Go(func() error {
			files[i] = f.parse(dir, entry)
			return nil
		})
	}
	_ = group.Wait() // what went wrong is in the files' diagnostics
	for _, entry := range hidden {
		files = append(files, f.hiddenFile(path.Join(dir, entry.Name())))
	}
	if f.program == AnyProgram {
		files = append(files, notTerraforms(dir, names)...)
	}
	return assemble(dir, files)
}

// whole is the range that stands for a file.
func whole(name string) hcl.Range {
	return hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}
}

// assemble makes a module of its files, in the order of [sources].
func assemble(dir string, files []parsed) (*Module, diagnostics) {
	var diags diagnostics
	for _, file := range files {
		diags = append(diags, file.diags...)
	}
	var blocks declared
	blocks.collect(files, &diags)
	m := blocks.module(dir, &diags)
	for _, d := range diags {
		if d.Severity == finding.DiagnosticError && d.Location != nil {
			at := hcl.Pos{Line: d.Location.StartLine, Column: d.Location.StartColumn}
			m.Unread = append(m.Unread, hcl.Range{Filename: d.Location.File, Start: at, End: at})
		}
	}
	for _, file := range files {
		if file.skipped {
			m.Unread = append(m.Unread, whole(file.name))
		}
	}
	return m, diags
}

// parse reads one file. What is no regular file is skipped, as are encrypted files and
// the links that lead nowhere or out of the root: that may hide code, so it is said.
func (f *Files) parse(dir string, entry fs.DirEntry) parsed {
	filename := path.Join(dir, entry.Name())
	src, err := f.Read(filename)
	p := parsed{name: filename}
	var wrong unwanted
	all := whole(filename)
	if by := encryptedBy(src); by != "" {
		p.diags.warning(all, "not read: it is encrypted by %s", by)
		p.skipped = true
		return p
	}
	if err == nil {
		return parse(filename, src)
	}
	if errors.As(err, &wrong) || errors.Is(err, errOutside) || errors.Is(err, syscall.ELOOP) ||
		errors.Is(err, fs.ErrNotExist) && entry.Type()&fs.ModeSymlink != 0 {
		p.diags.warning(all, "skipped: %v", err)
		p.skipped = !entry.IsDir() // Terraform takes no directory for a file either
	} else {
		p.diags.error(all, "%v", err)
	}
	return p
}

func parse(filename string, src []byte) parsed {
	p := parsed{name: filename, src: src}
	p.source, _ = recognise(path.Base(filename))
	var problems []*Problem
	if p.json {
		p.body, problems = parseJSON(src, filename)
	} else {
		p.body, p.comments, problems = parseNative(src, filename)
	}
	const most = 10
	for i, problem := range problems {
		if i == most {
			p.diags.error(problem.Range, "%d more problems in this file", len(problems)-i)
			break
		}
		p.diags.error(problem.Range, "%s", problem.Text)
	}
	return p
}

// Outer reads a file in HCL that is not Terraform's language, such as terragrunt.hcl.
// Its expressions are those of Terraform.
func (f *Files) Outer(name string) (*Body, error) {
	src, err := f.Read(name)
	if err != nil {
		return nil, err
	}
	return Parse(src, path.Clean(name))
}
