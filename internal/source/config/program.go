package config

import (
	"path"
	"slices"
	"strings"

	"io/fs"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Program is one that runs a configuration. Terraform reads no .tofu files.
type Program string

// The programs.
const (
	AnyProgram Program = "" // it is not known which
	Terraform  Program = "terraform"
	OpenTofu   Program = "opentofu"
)

// As gives access to the same files as a program reads them.
func (f *Files) As(program Program) *Files {
	if program == f.program {
		return f
	}
	if f.base != nil {
		return f.base.As(program)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	view := f.views[program]
	if view == nil {
		view = &Files{
			root: f.root, mu: f.mu, ignores: f.ignores, data: f.data, opened: f.opened, changed: f.changed, program: program, base: f, views: map[Program]*Files{},
			direct: f.direct, listings: f.listings, modules: map[string]func() (*Module, diagnostics){},
		}
		f.views[program] = view
	}
	return view
}

// mixed reports whether the programs may read a directory differently.
func (f *Files) mixed(dir string) bool {
	entries, err := f.Dir(dir)
	return err == nil && slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return isTofu(e.Name()) })
}

// hiddenFile is a file in whose place the program reads another. If the program is not
// known, what the file declares is not either.
func (f *Files) hiddenFile(name string) parsed {
	p := parsed{name: name, skipped: f.program == AnyProgram}
	other := twin(path.Base(name))
	switch f.program {
	case AnyProgram:
		p.diags.warning(whole(name), "not read: %s takes its place for OpenTofu, and Terraform reads this one; --tool says which is run", other)
	case OpenTofu:
		p.diags.add(finding.DiagnosticNote, whole(name), "not read: OpenTofu reads %s in its place", other)
	default:
		p.diags.add(finding.DiagnosticNote, whole(name), "not read: only OpenTofu reads it")
	}
	return p
}

// notTerraforms names the files of a directory that only OpenTofu reads, next to some
// that both read: without them Terraform makes something else of the others. An
// override file changes what they declare.
func notTerraforms(dir string, names []fs.DirEntry) []parsed {
	var files []parsed
	if !slices.ContainsFunc(names, func(e fs.DirEntry) bool { return !isTofu(e.Name()) && !e.IsDir() }) {
		return nil
	}
	for _, entry := range names {
		if s, _ := recognise(entry.Name()); isTofu(entry.Name()) && !entry.IsDir() && s.override {
			p := parsed{name: path.Join(dir, entry.Name()), skipped: true}
			p.diags.warning(whole(p.name), "OpenTofu reads this file, and Terraform does not: --tool says which is run")
			files = append(files, p)
		}
	}
	return files
}

// LockedProgram returns the program whose registry the providers in a root module's
// lock file come from.
func (f *Files) LockedProgram(dir string) Program {
	name := path.Join(dir, ".terraform.lock.hcl")
	if !f.Holds(dir, ".terraform.lock.hcl") {
		return AnyProgram
	}
	body, err := f.Outer(name)
	if err != nil {
		return AnyProgram
	}
	var terraform, openTofu bool
	for _, block := range body.Blocks {
		if block.Type == "provider" && len(block.Labels) == 1 {
			terraform = terraform || strings.HasPrefix(block.Labels[0], "registry.terraform.io/")
			openTofu = openTofu || strings.HasPrefix(block.Labels[0], "registry.opentofu.org/")
		}
	}
	switch {
	case terraform && !openTofu:
		return Terraform
	case openTofu && !terraform:
		return OpenTofu
	}
	return AnyProgram
}
