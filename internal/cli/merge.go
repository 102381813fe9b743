package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/scan"
)

// mergeFlags are the flags of merge: those of scan that are about a report.
type mergeFlags struct {
	verdict verdictFlags
	output  outputFlags
	waivers waiverFlags
}

func (a *app) mergeCommand() *cobra.Command {
	var flags mergeFlags
	c := &cobra.Command{
		Use:   "merge REPORT...",
		Short: "Join stored reports, of shards or of workspaces, into one",
		Long: `Join stored reports, of shards or of workspaces, into one.

A REPORT is what "scan --format json" or "--output json=FILE" wrote, a pattern
such as "reports/**/*.json", or - for standard input. All must be of the same
benchmark and the same choice of controls.

Of the shards of one scan (--shard) it makes the report that the undivided scan
would have made; one that is missing is an error. Whole reports are put one
behind the other, in the order given. One report by itself is written in another
format, or checked by other flags.

Waivers that a report was stored with hold until their day; --waivers and --baseline
add to them.

Exit codes: 0 nothing failed, 1 something did, 2 usage or input error, also one
that a report was stored with.`,
		Example: `  ` + program + ` merge --output sarif=cisbench.sarif "reports/**/*.json"
  ` + program + ` merge --format markdown dev/report.json prod/report.json`,
		RunE: func(c *cobra.Command, paths []string) error {
			if err := a.fromEnvironment(c, variables(), map[string]origin{}); err != nil {
				return err
			}
			return a.merge(c, paths, &flags)
		},
	}
	c.Flags().SortFlags = false
	flags.output.add(c)
	flags.verdict.add(c)
	flags.waivers.addFiles(c)
	return c
}

func (a *app) merge(c *cobra.Command, paths []string, flags *mergeFlags) error {
	if len(paths) == 0 {
		return errors.New(`merge: expected the files that "scan --output json=FILE" wrote`)
	}
	if slices.Contains(paths, "") {
		return errors.New("an empty path: expected that of a report; is a variable unset?")
	}
	if err := flags.output.check(); err != nil {
		return err
	}
	waivers, err := flags.waivers.read(c, a.now())
	if err != nil {
		return err
	}
	files, errs := scan.Expand(paths)
	var stored []finding.Stored
	var missing []finding.Diagnostic
	for _, err := range errs {
		missing = append(missing, notMerged(err.Error(), ""))
	}
	for _, file := range files {
		if err := c.Context().Err(); err != nil {
			return err
		}
		r, err := a.report(file)
		if err != nil {
			errs = append(errs, err)
			missing = append(missing, notMerged(file+" was not merged", strings.ReplaceAll(err.Error(), "\n", "; ")))
			continue
		}
		stored = append(stored, finding.Stored{Name: file, Report: r})
	}
	if err := c.Context().Err(); err != nil {
		return err
	}
	if len(stored) == 0 {
		return errors.Join(errs...)
	}
	r, err := finding.Merge(stored...)
	if err != nil {
		return errors.Join(append(errs, err)...)
	}
	errs = append(errs, troubles(r)...)
	r = assess.OfReport(r).Waive(r, waivers)
	if len(missing) > 0 {
		r.Diagnostics = append(r.Diagnostics, missing...)
		r.Conclude()
	}
	out := newOutlet(files)
	out.keep(flags.waivers.file, flags.waivers.baseline)
	return a.conclude(r, errs, &flags.verdict, &flags.output, out)
}

// report reads one stored report.
func (a *app) report(path string) (*finding.Report, error) {
	data, err := a.stored(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, cause(err))
	}
	return finding.Decode(path, data)
}

func (a *app) stored(path string) ([]byte, error) {
	in := a.stdin
	if path != "-" {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() {
			return nil, errors.New("not a regular file: expected a report; to read from a pipe, give - and redirect it to standard input")
		}
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close() // only read from
		in = f
	}
	return io.ReadAll(io.LimitReader(in, finding.MaxBytes+1))
}

// troubles are the errors that reports were stored with, and those of shards
// that do not add up: what exit code 2 was, and is.
func troubles(r *finding.Report) []error {
	var errs []error
	for _, d := range r.Diagnostics {
		switch {
		case d.Severity != finding.DiagnosticError:
		case d.Detail == "":
			errs = append(errs, errors.New(d.Summary))
		default:
			errs = append(errs, fmt.Errorf("%s: %s", d.Summary, d.Detail))
		}
	}
	return errs
}

func notMerged(summary, detail string) finding.Diagnostic {
	return finding.Diagnostic{Severity: finding.DiagnosticError, Summary: summary, Detail: detail, Input: finding.NoInput}
}
