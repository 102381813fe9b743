package scan

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/source"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// Module is a module of a configuration, judged by itself: as others call it,
// with the values that one of its calls hands over and with no others. What is
// left to the default of a variable fails for nobody yet, and is for a person.
type Module struct {
	Assessor  *assess.Assessor
	Tool      finding.Tool
	Dir       string               // of the module, as the user writes it
	From      string               // where Terraform runs, and a relative Dir starts; "" is the current directory
	Given     map[string]cty.Value // values of the module's variables
	Workspace string               // terraform.workspace; "default" when empty
}

// Judged is what came of a module.
type Judged struct {
	Report       *finding.Report
	Suppressions []assess.Suppression
	// Defaults are the variables, sorted, that were not given and on whose defaults
	// rests what was judged.
	Defaults []string
}

// Judge evaluates the module and has it assessed. It reads nothing outside of the
// repository that From is in, or From itself without one; of a module that is
// elsewhere, nothing outside of that one's.
func (m Module) Judge(ctx context.Context) (Judged, error) {
	from, err := filepath.Abs(m.From)
	if err == nil {
		from, err = filepath.EvalSymlinks(from)
	}
	if err != nil {
		return Judged{}, fmt.Errorf("finding the working directory: %w", cause(err))
	}
	// What init put below a repository may have a .git of its own, and calls what
	// lies beside it.
	repos := &repositories{from: from, around: repositoryRoot(from), env: os.Getenv}
	defer repos.Close()
	repo, dir, err := repos.of(m.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return Judged{}, fmt.Errorf("there is no directory %s in %s", m.Dir, from)
	} else if err != nil {
		return Judged{}, fmt.Errorf("%s: %w", m.Dir, err)
	}
	root, err := m.load(ctx, repo, dir, from)
	if err != nil {
		return Judged{}, fmt.Errorf("%s: %w", m.Dir, err)
	}
	s := Options{Assessor: m.Assessor}.checked(root, m.Dir)
	if err := ctx.Err(); err != nil {
		return Judged{}, err
	}
	if s.err != nil {
		return Judged{}, fmt.Errorf("%s: %w", m.Dir, s.err)
	}
	j := Judged{
		Report:   m.Assessor.Report(m.Tool, []finding.Input{s.input}, []assess.Assessment{s.assessment}, s.diagnostics),
		Defaults: root.Defaults(m.Assessor.Reads()),
	}
	for _, suppression := range s.suppressions {
		j.Suppressions = append(j.Suppressions, assess.Suppression{Suppression: suppression})
	}
	return j, nil
}

func (m Module) load(ctx context.Context, repo *repository, dir, from string) (*source.Root, error) {
	entries, err := repo.files.Dir(dir)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return config.IsConfig(e.Name()) }) {
		return nil, errors.New("no Terraform source in this directory: expected .tf, .tofu or .tf.json files")
	}
	options := source.Options{
		Reads:     m.Assessor.Reads(),
		Subjects:  m.Assessor.Subjects(),
		Given:     map[string]source.Given{},
		GivenOnly: true,
		Workspace: m.Workspace,
		Show:      repo.show,
		Library:   true,
	}
	if installer, ok := within(from, repo.root); ok {
		options.Installer = installer
	}
	for name, value := range m.Given {
		options.Given[name] = source.Given{Value: value}
	}
	root, err := source.Load(ctx, repo.files, dir, options)
	if err != nil {
		return nil, err
	}
	var wrong []error
	for _, name := range slices.Sorted(maps.Keys(m.Given)) {
		if err := root.Takes(name, m.Given[name]); err != nil {
			wrong = append(wrong, err)
		}
	}
	return root, errors.Join(wrong...)
}
