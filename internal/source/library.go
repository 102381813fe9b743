package source

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// IsLibrary reports whether a module looks like one that others call with values
// of their own: nothing in it says that Terraform runs there, it configures no
// provider, and directories in its own examples folder call it. A file that does
// not parse calls nothing.
func IsLibrary(ctx context.Context, files *config.Files, dir string) bool {
	c, _ := files.Module(dir)
	if c == nil || len(c.Providers) > 0 || runsThere(files, dir, c) {
		return false
	}
	examples := path.Join(dir, "examples")
	if !files.Holds(dir, "examples") {
		return false
	}
	entries, err := files.Dir(examples)
	if err != nil {
		return false
	}
	for _, entry := range entries {
		at := path.Join(examples, entry.Name())
		if !entry.IsDir() || skipped(entry.Name()) {
			continue
		}
		example, diagnostics := files.Module(at)
		if !broken(diagnostics) && slices.Contains(localCalls(ctx, files, at, example, Survey{}), dir) {
			return true
		}
	}
	return false
}

// skipped reports whether a walk through a tree passes by a directory of the name.
func skipped(name string) bool { return strings.HasPrefix(name, ".") || name == "node_modules" }

func broken(diagnostics []finding.Diagnostic) bool {
	return slices.ContainsFunc(diagnostics, func(d finding.Diagnostic) bool { return d.Severity == finding.DiagnosticError })
}

// localCalls lists the directories that a module calls by a path.
func localCalls(ctx context.Context, files *config.Files, dir string, c *config.Module, o Survey) []string {
	var local []string
	for _, call := range calls(ctx, files, dir, c, o) {
		if isLocal(call.Source) {
			local = append(local, path.Join(dir, call.Source))
		}
	}
	return local
}

// calls lists a module's calls by name, without those that have no instances
// whoever calls the module: nothing is known here of its variables, and of what
// it calls. One that lifecycle turns off is still the call of a module.
func calls(ctx context.Context, files *config.Files, dir string, c *config.Module, o Survey) []*config.Call {
	alone := *c
	alone.Variables, alone.Calls = nil, nil
	m := newLoader(ctx, files, dir, Options{AnyWorkspace: true, Limits: Share()}).newModule(&alone)
	var sources *module
	var all []*config.Call
	for _, name := range sorted(c.Calls) {
		call := c.Calls[name]
		if call.SourceExpr != nil || call.VersionExpr != nil {
			if sources == nil {
				sources = sourcesOf(ctx, files, dir, c, o)
			}
			call, _ = sources.located(call)
		}
		if !m.expand(call.Count, call.ForEach, nil, func() string { return "module." + name }).none() {
			all = append(all, call)
		}
	}
	return all
}

// sourcesOf is a module in which the sources of modules can be evaluated, with the
// values that a root module has for its variables.
func sourcesOf(ctx context.Context, files *config.Files, dir string, c *config.Module, o Survey) *module {
	alone := *c
	alone.Calls = nil
	l := newLoader(ctx, files, dir, Options{Given: o.Given, Environment: o.Environment, AnyWorkspace: true, Limits: Share()})
	l.automatic, _, _ = files.AutoVars(dir, withheldMark{})
	return l.newModule(&alone)
}

// runsThere reports whether a directory is a root module, whoever else calls it:
// it keeps a state, it has variable files of its own, or it configures a provider
// by literals.
func runsThere(files *config.Files, dir string, c *config.Module) bool {
	return c.Backend || files.HasVars(dir) || slices.ContainsFunc(c.Providers, configuredByLiterals)
}

// configuredByLiterals reports whether a provider block says something, and
// nothing that only a caller knows. One that is empty, or only names itself, is
// there for callers to pass a configuration.
func configuredByLiterals(p *config.Provider) bool {
	return len(p.Body.Attributes)+len(p.Body.Blocks) > 0 && literal(p.Body)
}

func literal(body *config.Body) bool {
	for _, a := range body.Attributes {
		if len(a.Expr.Variables()) > 0 {
			return false
		}
	}
	return !slices.ContainsFunc(body.Blocks, func(b *config.Block) bool { return !literal(b.Body) })
}
