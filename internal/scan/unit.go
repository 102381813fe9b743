package scan

import (
	"context"
	"errors"
	"path"
	"path/filepath"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/source"
)

var errOuter = errors.New("no unit of Terragrunt and no stack component here, only files that others include: " +
	"to check what they make, scan plans: terragrunt run --all plan --json-out-dir plans, and then scan \"plans/**/*.json\"")

// isUnit reports whether a file of this name declares units.
func isUnit(name string) bool {
	name = filepath.Base(name)
	return name == "terragrunt.hcl" || strings.HasSuffix(name, ".tfcomponent.hcl") || strings.HasSuffix(name, ".tfstack.hcl")
}

// key tells root modules apart.
func (r *rootModule) key() string {
	at := r.dir
	switch {
	case r.unit != nil:
		at = r.unit.Path + "#"
	case r.units != nil:
		at += "#units"
	}
	return path.Join(r.repository.root, at)
}

func (r *rootModule) load(ctx context.Context, o source.Options) (*source.Root, error) {
	if r.units != nil {
		return source.Unread(ctx, r.repository.files, r.units, o)
	}
	return source.Load(ctx, r.repository.files, r.dir, o)
}

// units lists the root modules that units of a tree make of modules. The tree was
// scanned from dir, which a person calls name.
func (o Options) units(repo *repository, t *source.Tree, name, dir string) ([]input, error) {
	units, unread := t.Units()
	var found []input
	for _, u := range units {
		below, err := filepath.Rel(filepath.FromSlash(dir), filepath.FromSlash(u.Path))
		if err != nil {
			return nil, err
		}
		found = append(found, input{path: filepath.Join(name, below), source: &rootModule{repository: repo, dir: u.Module, unit: u}})
	}
	if len(found) > 0 {
		found[0].source.notes = []finding.Diagnostic{{
			Severity: finding.DiagnosticNote,
			Summary:  "units of Terragrunt and stack components are checked with the inputs that stand in them",
			Detail:   "what depends on other units or on functions of Terragrunt is unknown here, and known to plans: terragrunt run --all plan --json-out-dir plans",
		}}
	}
	if len(unread) > 0 {
		found = append(found, input{path: name, source: &rootModule{repository: repo, dir: dir, units: unread}})
	}
	return found, nil
}
