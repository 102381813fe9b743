package source

import (
	"bytes"
	"errors"
	"io/fs"
	"net/url"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// selectWorkspace finds out what terraform.workspace is, in the order that
// [Options.Workspace] gives. It stays unknown if it depends on what HCP Terraform or
// another machine has.
func (l *loader) selectWorkspace(c *config.Module, o Options) {
	known := func(name string) { l.workspace = cty.StringVal(name) }
	secret := func(name string) { l.workspace = cty.StringVal(name).Mark(withheldMark{}) }
	if o.GivenOnly { // the module is called: its own blocks say nothing
		c = &config.Module{Dir: c.Dir}
	}
	switch {
	case o.Workspace != "":
		known(o.Workspace)
		return
	case c.Workspace.Name != "":
		known(c.Workspace.Name)
		return
	case c.Workspace.Remote:
		return
	case o.SelectedWorkspace != "":
		secret(o.SelectedWorkspace)
		return
	case o.AnyWorkspace:
		return
	}
	if !o.GivenOnly {
		switch name, err := l.selected(c.Dir); {
		case err != nil:
			l.warn("terraform.workspace is not known", err.Error(), nil)
			return
		case name != "":
			secret(name)
			return
		}
	}
	if !c.Workspace.Open {
		known("default")
		l.assumed = !o.GivenOnly
	}
}

// selected reads what terraform workspace select wrote, "" if it has not run.
func (l *loader) selected(dir string) (string, error) {
	data, err := l.files.ReadKept(dir, "environment")
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	} else if err != nil {
		return "", err
	}
	name := string(bytes.TrimSpace(data))
	if name != url.PathEscape(name) { // as Terraform checks it
		return "", errors.New(".terraform/environment: expected the name of a workspace")
	}
	return name, nil
}

// asksWorkspace gives terraform.workspace to an expression. The report says so if
// nothing selected the one that it is.
func (l *loader) asksWorkspace() cty.Value {
	if l.assumed {
		l.say(finding.DiagnosticNote, `terraform.workspace is taken for "default"`,
			"nothing here selects a workspace: pass --workspace to check another", nil)
	}
	return l.workspace
}
