package scan

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/source"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// Source says how source is evaluated, that of a directory and that which
// belongs to a plan.
type Source struct {
	Given       map[string]source.Given // values of root variables, as the user gives them
	Environment func(string) string     // looks up TF_VAR_ variables; nil for none
	Workspace   string                  // terraform.workspace, as the user gives it
	Selected    string                  // the same of the environment, which is not printed

	// Root is the directory outside of which nothing is read if there is no repository;
	// empty is the current directory, for what is in it.
	Root string

	// Program, unless empty, is the one that runs all root modules.
	Program config.Program

	// Excluded are globs of directories that a scan of a tree skips, from the root of
	// its repository.
	Excluded []string

	// Beside is the directory of the source that the plans were made from. Empty is
	// each plan's own directory, where it holds source that fits.
	Beside string

	// Hook is true where a pre-commit hook passes the files that changed: each
	// stands for the root modules of its repository that it concerns.
	Hook bool
	// Policy are the files that settings were read from. A change of one concerns
	// every root module of its repository.
	Policy []string
}

// ReadVariables returns the contents of a file of variables that a user names, and
// whether git ignores it: then its values must not be printed. In a repository a
// link leads to nothing that a configuration may not read: who changes the
// repository did not choose the file. env looks up where git's configuration is.
func ReadVariables(name string, env func(string) string) (src []byte, ignored bool, err error) {
	above, err := aboveRepositories("", env)
	if err != nil {
		return nil, false, err
	}
	repos := &repositories{above: above, env: env}
	defer repos.Close()
	repo, dir, err := repos.of(filepath.Dir(name))
	if err != nil {
		return nil, false, err
	}
	name = path.Join(dir, filepath.Base(name))
	src, err = repo.files.ReadVars(name)
	return src, repo.files.Ignored(name), err
}

// rootModule is a root module to scan.
type rootModule struct {
	repository *repository
	dir        string         // in the repository
	unit       *source.Unit   // that calls the module
	units      []*source.Unit // whose modules are not read: instead of a module
	notes      []finding.Diagnostic
	nothing    bool     // the directory stands for a tree without anything to judge
	types      []string // that this tree may declare

	// reading, unless nil, are changed files: the module is scanned only if its
	// evaluation reads one of them.
	reading map[string]bool
}

// isSource reports whether a name is that of a file of Terraform source.
func isSource(name string) bool {
	for _, suffix := range []string{".tf", ".tofu", ".tf.json", ".tofu.json", ".tfvars", ".tfvars.json"} {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return false
}

// roots replaces directories and files of source among the inputs by the root
// modules that they stand for, each once, in their order.
func (o Options) roots(ctx context.Context, repos *repositories, inputs []input) ([]input, []error) {
	var all []input
	var errs []error
	seen := map[string]bool{}
	add := func(found []input) {
		for _, in := range found {
			key := in.path
			if in.source != nil {
				key = in.source.key()
			}
			if !seen[key] {
				seen[key] = true
				in.index = len(all)
				all = append(all, in)
			}
		}
	}
	if o.Source.Hook {
		found, errs := o.hooked(ctx, repos, inputs)
		add(found)
		return all, errs
	}
	for _, in := range inputs {
		info, err := os.Stat(in.path)
		switch {
		case in.path != "-" && err == nil && info.IsDir():
			found, err := o.tree(ctx, repos, in.path)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", in.path, err))
			}
			add(found)
		case isSource(in.path) && (err != nil || info.Mode().IsRegular()):
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", in.path, cause(err)))
				continue
			}
			repo, dir, err := repos.of(filepath.Dir(in.path))
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", in.path, err))
				continue
			}
			add([]input{{path: filepath.Dir(in.path), source: &rootModule{repository: repo, dir: dir}}})
		case isUnit(in.path) && err == nil && info.Mode().IsRegular():
			found, err := o.tree(ctx, repos, filepath.Dir(in.path))
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", in.path, err))
			}
			add(found)
		default:
			add([]input{in})
		}
	}
	return all, errs
}

var errNoSource = errors.New("no Terraform source here: expected .tf, .tofu or .tf.json files in it or below, or the path of a plan")

// tree finds the root modules at and below a directory.
func (o Options) tree(ctx context.Context, repos *repositories, name string) ([]input, error) {
	repo, dir, err := repos.of(name)
	if err != nil {
		return nil, err
	}
	t, err := o.survey(ctx, repo, dir)
	if err != nil {
		return nil, err
	}
	if t.Empty() {
		if t.Outer() {
			return nil, errOuter
		}
		return nil, errors.Join(append(t.Unlisted(), errNoSource, errors.Join(skippedErrors(repo, t)...))...)
	}
	var found []input
	for _, root := range t.Roots() {
		below, err := filepath.Rel(filepath.FromSlash(dir), filepath.FromSlash(root))
		if err != nil {
			return nil, err
		}
		found = append(found, input{path: filepath.Join(name, below), source: &rootModule{repository: repo, dir: root}})
	}
	units, err := o.units(repo, t, name, dir)
	if err != nil {
		return nil, err
	}
	found = append(found, units...)
	if len(found) == 0 {
		found = []input{{path: name, source: &rootModule{repository: repo, dir: dir, nothing: true, types: t.Types()}}}
	}
	found[0].source.notes = append(found[0].source.notes, skippedNotes(repo, t)...)
	return found, errors.Join(t.Unlisted()...)
}

// scanSource evaluates a root module and has it assessed.
func (in input) scanSource(ctx context.Context, o Options, limits source.Limits) scan {
	at := in.source
	options := source.Options{
		Reads:             o.Assessor.Reads(),
		Subjects:          o.Assessor.Subjects(),
		Given:             o.Source.Given,
		Environment:       o.Source.Environment,
		Workspace:         o.Source.Workspace,
		SelectedWorkspace: o.Source.Selected,
		Program:           o.Source.Program,
		Unit:              at.unit,
		Library:           at.unit == nil && source.IsLibrary(ctx, at.repository.files, at.dir),
		Show:              at.repository.show,
		Limits:            limits,
	}
	if at.nothing {
		options.Subjects, options.Reads = nil, nil
	}
	root, err := at.load(ctx, options)
	if err != nil {
		return scan{err: err, skipped: at.reading != nil}
	}
	s := o.checked(root, in.path)
	s.unchecked(o, at.types)
	if at.reading != nil && !at.reads(root) {
		return scan{skipped: true}
	}
	if s.err == nil && at.units == nil {
		tried := evaluated{root, at.repository, at.dir, options}
		if done, err := tried.suggestions(ctx, o, s.assessment.Findings); err == nil {
			s.take(done)
		}
	}
	s.diagnostics = append(s.diagnostics, at.notes...)
	return s
}

// checked assesses a module that was evaluated.
func (o Options) checked(root *source.Root, name string) scan {
	assessment, err := o.assess(root.Graph)
	if err != nil {
		return scan{err: err}
	}
	diagnostics := root.Diagnostics()
	s := scan{
		err: refused(diagnostics),
		input: finding.Input{
			Path:      name,
			Kind:      finding.SourceInput,
			Complete:  root.Complete && !root.Exceeded(),
			Gaps:      assess.Gaps(root.Graph),
			Resources: root.Resources,
			Assessed:  root.Assessed,
		},
		assessment:   assessment,
		diagnostics:  append(diagnostics, assessment.Notes...),
		suppressions: located(assessment, root),
		spent:        root.Spent(),
		exceeded:     root.Exceeded(),
	}
	s.unchecked(o, root.Types())
	return s
}

// refused is the error of source that cannot be read in part: the module is not
// what the findings are about, but what could be read of it.
func refused(diagnostics []finding.Diagnostic) error {
	var errs []error
	for _, d := range few(diagnostics) {
		if d.Severity != finding.DiagnosticError {
			continue
		}
		text := d.Summary
		if d.Detail != "" {
			text += ": " + d.Detail
		}
		if l := d.Location; l != nil {
			text = fmt.Sprintf("%s:%d: %s", l.File, l.StartLine, text)
		}
		errs = append(errs, errors.New(text))
	}
	return errors.Join(errs...)
}
