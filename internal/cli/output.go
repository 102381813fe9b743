package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
)

// outputFlags say what is written, how and where.
type outputFlags struct {
	format  *choice
	files   targets
	color   *choice
	quiet   bool
	verbose bool
	strict  bool

	withoutGaps bool // standard error has them
}

func (o *outputFlags) add(c *cobra.Command) {
	// Named in the usage, since as the flag's type they would push every other flag's text off the screen.
	o.format = chosen(c, "format", "text", "what goes to standard output, by `format`: "+strings.Join(render.Names(), ", "), render.Names()...)
	c.Flags().VarP(&o.files, "output", "o", "write a file in a format too; repeatable")
	o.color = chosen(c, "color", "auto", "colour; auto is for terminals, and heeds NO_COLOR", "auto", "always", "never")
	c.Flags().BoolVarP(&o.quiet, "quiet", "q", false, "show failures and the summary alone")
	c.Flags().BoolVarP(&o.verbose, "verbose", "v", false, "show every subject, and the evidence")
	c.Flags().BoolVar(&o.strict, "junit-strict", false, "junit as Jenkins' schema has it, without the file that GitLab reads")
}

func (o *outputFlags) check() error {
	if o.quiet && o.verbose {
		return errors.New("--quiet and --verbose exclude each other")
	}
	return nil
}

// target is one --output FORMAT=FILE.
type target struct {
	format render.Format
	path   string
}

type targets []target

func (*targets) Type() string   { return "FORMAT=FILE" }
func (*targets) String() string { return "" }
func (t *targets) Set(text string) error {
	name, path, ok := strings.Cut(text, "=")
	if !ok || path == "" || path == "-" {
		return errors.New("expected FORMAT=FILE, such as json=report.json (--format chooses what goes to standard output)")
	}
	format, err := render.Find(name)
	if err != nil {
		return err
	}
	for _, other := range *t {
		if filepath.Clean(other.path) == filepath.Clean(path) {
			return fmt.Errorf("%s is given twice", path)
		}
	}
	*t = append(*t, target{format, path})
	return nil
}

// draws reports whether a format that is written shows the report's graph.
func (o *outputFlags) draws() bool {
	format, err := render.Find(o.format.value)
	return err == nil && format.Draws || slices.ContainsFunc(o.files, func(t target) bool { return t.format.Draws })
}

// conclude is how a command ends that has a report: it sets the exit code and
// writes the report through the outlet. The errors are about what is missing from
// it.
func (a *app) conclude(r *finding.Report, errs []error, verdict *verdictFlags, o *outputFlags, out *outlet) error {
	limit := verdict.threshold()
	view := render.View{Quiet: o.quiet, Verbose: o.verbose, StrictJUnit: o.strict, WithoutGaps: o.withoutGaps, Time: a.stamp(), Threshold: limit.counting()}
	view.Root, view.Dir = workplace()
	view.Permalink = render.NewPermalink(a.env)
	a.code, view.Outcome = limit.judge(r, len(errs) > 0)
	if format, err := render.Find(o.format.value); err == nil && format.ExitZero && a.code == codeFindings {
		a.code = codeOK
	}
	return errors.Join(append(errs, a.write(r, view, o, out))...)
}

// write writes the report's files, and then standard output.
func (a *app) write(r *finding.Report, view render.View, o *outputFlags, out *outlet) error {
	var errs []error
	for _, t := range o.files {
		if err := writeFile(t, r, view, out); err != nil {
			errs = append(errs, fmt.Errorf("writing %s: %w", t.path, err))
		}
	}
	format, err := render.Find(o.format.value)
	if err != nil {
		return err
	}
	if len(errs) > 0 {
		view.Outcome = "exit 2, because a file could not be written"
	}
	view.Width = a.width()
	view.Color = o.color.value == "always" ||
		o.color.value == "auto" && view.Width > 0 && a.env("NO_COLOR") == "" && a.env("TERM") != "dumb"
	if err := format.Render(a.screen, r, view); err != nil {
		errs = append(errs, fmt.Errorf("writing the report: %w", err))
	}
	return errors.Join(errs...)
}

// width is that of the terminal; 0 when the report goes elsewhere.
func (a *app) width() int {
	f, ok := a.screen.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0
	}
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
		return width
	}
	return 80
}

// writeFile writes a report to its file.
func writeFile(t target, r *finding.Report, view render.View, out *outlet) error {
	var content bytes.Buffer
	if err := t.format.Render(&content, r, view); err != nil {
		return err
	}
	return out.replace(t.path, content.Bytes())
}

// cause takes the temporary file's name out of an error: it means nothing to
// whoever reads it.
func cause(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
