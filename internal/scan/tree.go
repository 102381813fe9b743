package scan

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/source"
)

// survey finds out what a directory of a repository, and those below, hold.
func (o Options) survey(ctx context.Context, repo *repository, dir string) (*source.Tree, error) {
	return source.Scan(ctx, repo.files, dir, source.Survey{
		Types: o.Assessor.Subjects(), Excluded: o.Source.Excluded, Given: o.Source.Given, Environment: o.Source.Environment,
	})
}

// mostNamed is how many directories one note names.
const mostNamed = 10

// skippedNotes says which directories of a tree were not looked at, so that nobody
// takes the report for one on all of the tree.
func skippedNotes(repo *repository, t *source.Tree) []finding.Diagnostic {
	var notes []finding.Diagnostic
	note := func(dirs []string, why, detail string) {
		if len(dirs) == 0 {
			return
		}
		var names []string
		for i, dir := range dirs {
			if i == mostNamed {
				names = append(names, fmt.Sprintf("and %d more", len(dirs)-i))
				break
			}
			names = append(names, repo.show(dir))
		}
		notes = append(notes, finding.Diagnostic{Severity: finding.DiagnosticNote, Summary: why + strings.Join(names, ", "), Detail: detail})
	}
	note(t.Excluded(), "not scanned, by exclude_paths: ", "")
	note(t.Hidden(), "not scanned, because of a dot before the name: ", "to scan such a directory, name it")
	note(t.Outside(), "not followed, because it leads out of the repository: ", "")
	return notes
}

// skippedErrors words the notes for a tree in which nothing else was found.
func skippedErrors(repo *repository, t *source.Tree) []error {
	var errs []error
	for _, note := range skippedNotes(repo, t) {
		errs = append(errs, errors.New(note.Summary))
	}
	return errs
}
