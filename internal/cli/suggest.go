package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
	"github.com/cisbench/terraform-provider-cisbench/internal/scan"
	"github.com/cisbench/terraform-provider-cisbench/internal/suggest"
)

// suggestFlags say what becomes of suggestions.
type suggestFlags struct {
	show, write bool
	found       []scan.Suggestion
}

func (s *suggestFlags) add(c *cobra.Command) {
	c.Flags().BoolVar(&s.show, "suggest", false, "show, as diffs, single arguments in the source that mend failures")
	c.Flags().BoolVar(&s.write, "write", false, "write these arguments into the source: only into files that git tracks, without changes of their own")
}

func (s *suggestFlags) check(format string) error {
	if s.show && format != "text" && format != "lines" {
		return fmt.Errorf("--suggest shows diffs behind a report that is text: for %s beside them give --output %s=FILE instead", format, format)
	}
	return nil
}

// take is where a scan leaves its suggestions; nil when nobody asks for them.
func (s *suggestFlags) take() func(scan.Suggestion) {
	if !s.show && !s.write {
		return nil
	}
	return func(one scan.Suggestion) { s.found = append(s.found, one) }
}

// suggest shows suggestions, writes them, or both.
func (a *app) suggest(r *finding.Report, flags *suggestFlags) error {
	if flags.take() == nil {
		return nil
	}
	edits := editsOf(r, flags.found)
	out := a.stdout
	if !flags.show {
		out = a.stderr // the report may be for a machine
	}
	if len(edits) == 0 {
		_, err := fmt.Fprintf(out, "\n%s\n", nothing(r))
		return err
	}
	if flags.show {
		if _, err := a.stdout.Write([]byte(shownEdits(edits))); err != nil {
			return fmt.Errorf("writing the suggestions: %w", err)
		}
	}
	if !flags.write {
		return nil
	}
	written, err := writeEdits(edits, a.env)
	for _, e := range written {
		for _, line := range e.lines {
			fmt.Fprintf(a.stderr, "cisbench: wrote %s: %s\n", render.Visible(e.shown), line)
		}
	}
	return err
}

// nothing says why there is no suggestion. Only what source was read for has a location.
func nothing(r *finding.Report) string {
	failing, located := false, false
	for _, f := range r.Findings {
		if f.Status == finding.Fail && f.Waiver == nil {
			failing = true
			located = located || f.Location != nil
		}
	}
	switch {
	case !failing:
		return "nothing to suggest"
	case !located:
		return "nothing to suggest: there is no source beside what was scanned: --source names the directory that a plan was made in"
	}
	return "nothing to suggest: no failure here is mended by one literal argument in the root module's own source"
}

// edit is what suggestions change in one file.
type edit struct {
	root, file    string // of the repository, and in it
	shown         string
	before, after []byte
	lines         []string // one for each change, ready to be shown

	changes []suggest.Change
	says    []string // one for each of changes
	seen    map[string]bool
}

func (e edit) path() string { return filepath.Join(e.root, filepath.FromSlash(e.file)) }

// editsOf gathers the suggestions by file, in the order in which files are met.
// A failure that is waived is to stay as it is.
func editsOf(r *finding.Report, suggestions []scan.Suggestion) []*edit {
	type failure struct {
		input       int
		fingerprint string
	}
	controls := map[failure][]string{}
	for _, f := range r.Findings {
		if f.Waiver == nil {
			at := failure{f.Input, f.Fingerprint}
			controls[at] = append(controls[at], f.Control)
		}
	}
	type change struct{ root, file, says string }
	ids := map[change][]string{} // of the controls that a change fixes
	var edits []*edit
	byFile := map[change]*edit{}
	for _, s := range suggestions {
		key := change{s.Root, s.File, s.Mend.In(s.Place)}
		for _, fingerprint := range s.Fingerprints {
			for _, id := range controls[failure{s.Input, fingerprint}] {
				if !slices.Contains(ids[key], id) {
					ids[key] = append(ids[key], id)
				}
			}
		}
		if len(ids[key]) == 0 {
			continue
		}
		file := change{root: s.Root, file: s.File}
		if byFile[file] == nil {
			byFile[file] = &edit{root: s.Root, file: s.File, shown: s.Shown, before: s.Source, after: s.Source}
			edits = append(edits, byFile[file])
		}
		if e := byFile[file]; !e.seen[key.says] {
			e.add(s, key.says)
		}
	}
	for _, e := range edits {
		after, set := suggest.SetAll(e.before, e.file, e.changes)
		e.after = after
		for i, says := range e.says {
			if set[i] {
				controls := ids[change{e.root, e.file, says}]
				e.lines = append(e.lines, fmt.Sprintf("%s  %s", strings.Join(controls, ", "), render.Visible(says)))
			}
		}
	}
	return slices.DeleteFunc(edits, func(e *edit) bool { return len(e.lines) == 0 })
}

func (e *edit) add(s scan.Suggestion, says string) {
	if e.seen == nil {
		e.seen = map[string]bool{}
	}
	e.seen[says] = true
	e.changes = append(e.changes, suggest.Change{At: s.Place, Mend: s.Mend})
	e.says = append(e.says, says)
}

// shownEdits words the suggestions: what each mends, and a diff of each file.
func shownEdits(edits []*edit) string {
	var b strings.Builder
	b.WriteString("\nsuggested, and not written without --write; git apply or patch -p1 take the diffs\n")
	for _, e := range edits {
		b.WriteString("\n")
		for _, line := range e.lines {
			fmt.Fprintln(&b, line)
		}
		diff, ok := suggest.Diff(e.shown, e.before, e.after)
		if !ok {
			fmt.Fprintf(&b, "%s: the diff is not shown, since what stands around the change would do more to a terminal than be read\n", render.Visible(e.shown))
		}
		b.WriteString(diff)
	}
	return b.String()
}
