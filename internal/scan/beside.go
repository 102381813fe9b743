package scan

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/plan"
	"github.com/cisbench/terraform-provider-cisbench/internal/source"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// beside puts the source that a plan was made from beside its graph: that of the
// directory that the user named, or of the plan's own. What does not fit the plan
// is left aside, and a diagnostic says so.
func (in input) beside(ctx context.Context, repos *repositories, p *plan.Plan, o Options, limits source.Limits) (*evaluated, []finding.Diagnostic) {
	dir := o.Source.Beside
	if dir == "" {
		dir = filepath.Dir(in.path)
		if in.path == "-" || p.Kind != finding.PlanInput || !hasSource(dir) {
			return nil, nil
		}
	}
	found, why := o.fitting(ctx, repos, p, dir, limits)
	if why != "" {
		return nil, []finding.Diagnostic{{
			Severity: finding.DiagnosticWarning,
			Summary:  "the source in " + dir + " is not used: findings have no file and line",
			Detail:   why,
		}}
	}
	p.Graph.Join(found.root.Instance)
	return found, nil
}

// fitting evaluates a directory with the plan's own variables; why says what
// keeps it from being the plan's source.
func (o Options) fitting(ctx context.Context, repos *repositories, p *plan.Plan, name string, limits source.Limits) (found *evaluated, why string) {
	repo, dir, err := repos.of(name)
	if err != nil {
		return nil, err.Error()
	}
	options := source.Options{
		Reads:     o.Assessor.Reads(),
		Subjects:  o.Assessor.Subjects(),
		Given:     given(p),
		Workspace: o.Source.Workspace,
		Show:      repo.show,
		Limits:    limits,

		Program:           cmp.Or(o.Source.Program, config.Program(p.Program)),
		SelectedWorkspace: o.Source.Selected,
		AnyWorkspace:      true,
	}
	root, err := source.Load(ctx, repo.files, dir, options)
	if err == nil {
		err = refused(root.Diagnostics())
	}
	if err != nil {
		return nil, err.Error()
	}
	for _, r := range p.Graph.Resources() {
		if !r.Forgotten && !root.Declares(r.Address) {
			return nil, fmt.Sprintf("it does not declare %s, which is in the plan: --source names the directory that the plan was made in", r)
		}
	}
	return &evaluated{root, repo, dir, options}, ""
}

// given are the values that a plan was made with, for its source.
func given(p *plan.Plan) map[string]source.Given {
	all := map[string]source.Given{}
	for name, v := range p.Variables() {
		all[name] = source.Given{Value: v}
	}
	return all
}

func hasSource(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && slices.ContainsFunc(entries, func(e os.DirEntry) bool { return config.IsConfig(e.Name()) })
}
