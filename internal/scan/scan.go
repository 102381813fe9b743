// Package scan turns what a user names on a command line into a report: it opens
// each input, finds out what it is, reads it and has it assessed.
//
// It prints nothing and knows no exit codes.
package scan

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/plan"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
	"github.com/cisbench/terraform-provider-cisbench/internal/source"
)

// Options say how to scan.
type Options struct {
	Assessor     *assess.Assessor
	Tool         finding.Tool
	Stdin        io.Reader // of the input "-"
	AllowErrored bool      // read plans that Terraform marked as errored
	Draw         bool      // the report has the shape of each input
	Exec         Exec      // on which binary plans Terraform is run
	Source       Source    // how source is evaluated

	// Shard chooses the part of the inputs that is scanned; the zero Shard is all
	// of them.
	Shard Shard

	// Suggest, unless nil, is given what would mend failures, one after the other,
	// in the order of the report's inputs and findings.
	Suggest func(Suggestion)

	// Opened, unless nil, is given each file of source, or that an expression reads,
	// that was opened: one call at a time, at the end.
	Opened func(fs.FileInfo)

	// Progress, unless nil, is told how many of the inputs are done: from several
	// goroutines, one call at a time.
	Progress func(done, total int)

	showLimit time.Duration // for tests; 0 is the constant of that name
}

// Run scans the inputs in parallel and reports them in the order given. A path
// is a file, "-" for standard input, a pattern with *, ?, […], {…} or **, or a
// directory of Terraform source, which stands for the root modules in it.
//
// With the report come the comments in source that suppress findings.
//
// An input that cannot be scanned gives an error that begins with its name; the
// others, and what could be read of it, are reported all the same, with a
// diagnostic about it. The report is
// nil when there is nothing to report; that of a shard never is, since a shard
// without an input is still one of those that are to be merged.
func Run(ctx context.Context, paths []string, o Options) (*finding.Report, []assess.Suppression, []error) {
	inputs, errs := handed(paths), []error(nil)
	if !o.Source.Hook {
		inputs, errs = expand(paths)
	}
	above, err := aboveRepositories(o.Source.Root, o.Source.Environment)
	if err != nil {
		return nil, nil, []error{fmt.Errorf("--root: %s: %w", o.Source.Root, cause(err))}
	}
	repos := &repositories{above: above, env: o.Source.Environment}
	defer repos.Close()
	inputs, more := o.roots(ctx, repos, inputs)
	errs = append(errs, more...)
	diagnostics := []finding.Diagnostic{}
	for _, err := range errs {
		diagnostics = append(diagnostics, notScanned(err.Error(), ""))
	}
	total := len(inputs)
	inputs = o.Shard.of(inputs)
	scans := all(ctx, repos, inputs, o)
	if err := ctx.Err(); err != nil { // what was read since then is cut off anywhere
		return nil, nil, []error{err}
	}
	repos.tell(o.Opened)

	var (
		scanned     []finding.Input
		assessments []assess.Assessment

		suppressions []assess.Suppression
	)
	for i, s := range scans {
		if s.skipped {
			continue
		}
		if s.err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", inputs[i].name(), s.err))
		}
		if s.err != nil && s.input.Path == "" {
			diagnostics = append(diagnostics, notScanned(inputs[i].name()+" was not scanned", s.err.Error()))
			continue
		}
		s.input.Index = inputs[i].index
		for _, d := range few(s.diagnostics) {
			d.Input = len(scanned)
			diagnostics = append(diagnostics, d)
		}
		for _, suppression := range s.suppressions {
			suppressions = append(suppressions, assess.Suppression{Suppression: suppression, Input: len(scanned)})
		}
		for _, suggestion := range s.suggestions {
			suggestion.Input = len(scanned)
			o.Suggest(suggestion)
		}
		scanned = append(scanned, s.input)
		assessments = append(assessments, s.assessment)
	}
	if len(scanned) == 0 && o.Shard == (Shard{}) {
		return nil, nil, errs
	}
	report := o.Assessor.Report(o.Tool, scanned, assessments, diagnostics)
	report.Shard = o.Shard.report(total)
	return report, suppressions, errs
}

// all scans inputs side by side. Of each only what is reported is kept: however
// many plans there are, no more are in memory than there are processors.
func all(ctx context.Context, repos *repositories, inputs []input, o Options) []scan {
	scans := make([]scan, len(inputs))
	group := errgroup.Group{}
	group.SetLimit(runtime.GOMAXPROCS(0))
	var mutex sync.Mutex
	done := 0
	budget := newBudget(inputs)
	for i, in := range inputs {
		group.Go(func() error {
			scans[i] = one(ctx, repos, in, o, budget.first(in))
			if o.Progress != nil {
				mutex.Lock()
				defer mutex.Unlock()
				done++
				o.Progress(done, len(inputs))
			}
			return nil
		})
	}
	_ = group.Wait() // an input's error is in its scan
	for i, in := range inputs {
		if limits, ok := budget.more(in, scans[i]); ok && ctx.Err() == nil {
			scans[i] = one(ctx, repos, in, o, limits)
			budget.spend(scans[i].spent)
		}
	}
	return scans
}

// mostDiagnostics is how many diagnostics of one severity an input has in a report.
const mostDiagnostics = 100

// few keeps the first diagnostics of each severity, and counts the rest.
func few(all []finding.Diagnostic) []finding.Diagnostic {
	var kept []finding.Diagnostic
	seen := map[finding.DiagnosticSeverity]int{}
	for _, d := range all {
		if seen[d.Severity]++; seen[d.Severity] <= mostDiagnostics {
			kept = append(kept, d)
		}
	}
	for _, severity := range []finding.DiagnosticSeverity{finding.DiagnosticError, finding.DiagnosticWarning, finding.DiagnosticNote} {
		if more := seen[severity] - mostDiagnostics; more > 0 {
			kept = append(kept, finding.Diagnostic{Severity: severity, Summary: fmt.Sprintf("and %d more of this severity", more)})
		}
	}
	return kept
}

// assess checks a graph, and draws it if the report is to have its shape.
func (o Options) assess(g *graph.Graph) (assess.Assessment, error) {
	done, err := o.Assessor.Assess(g)
	if err == nil && o.Draw {
		done.Graph = o.Assessor.Draw(g, done.Findings)
	}
	return done, err
}

// notScanned says that something is missing from the report, also to whoever
// reads the stored report alone.
func notScanned(summary, detail string) finding.Diagnostic {
	return finding.Diagnostic{Severity: finding.DiagnosticError, Summary: summary, Detail: detail, Input: finding.NoInput}
}

// scan is what became of one input.
type scan struct {
	input        finding.Input
	assessment   assess.Assessment
	diagnostics  []finding.Diagnostic
	suppressions []setting.Suppression // written in the source
	suggestions  []Suggestion
	skipped      bool  // nothing that changed concerns it
	err          error // with an input, it was scanned in part

	// Of source:
	spent    source.Limits // what its evaluation took
	exceeded bool          // something was not evaluated because of the limits
}

// one scans an input; limits bound the evaluation of source.
func one(ctx context.Context, repos *repositories, in input, o Options, limits source.Limits) scan {
	if err := ctx.Err(); err != nil {
		return scan{err: err}
	}
	if in.source != nil {
		return in.scanSource(ctx, o, limits)
	}
	file, err := in.open(ctx, o)
	if err != nil {
		return scan{err: err}
	}
	defer file.Close() // nothing was written through it
	p, err := plan.Load(interruptible{ctx, file}, file.size, plan.Options{
		Reads:        o.Assessor.Reads(),
		Subjects:     o.Assessor.Subjects(),
		AllowErrored: o.AllowErrored,
	})
	if err != nil {
		return scan{err: err}
	}
	beside, notes := in.beside(ctx, repos, p, o, limits)
	assessment, err := o.assess(p.Graph)
	if err != nil {
		return scan{err: err}
	}
	var fixes tried
	var root *source.Root
	if beside != nil {
		root = beside.root
		if fixes, err = beside.suggestions(ctx, o, assessment.Findings); err != nil {
			return scan{err: err}
		}
	}
	digest := p.SHA256
	if file.digest != "" {
		digest = file.digest
	}
	s := scan{
		input: finding.Input{
			Path:             in.path,
			Kind:             p.Kind,
			TerraformVersion: p.TerraformVersion,
			SHA256:           digest,
			Complete:         p.Complete && p.Followed(),
			Gaps:             assess.Gaps(p.Graph),
			Resources:        p.Resources,
			Assessed:         p.Assessed,
		},
		assessment:   assessment,
		diagnostics:  slices.Concat(p.Diagnostics(), notes, assessment.Notes), // decoding may have found more
		suppressions: located(assessment, root),
	}
	s.unchecked(o, p.Types())
	s.take(fixes)
	return s
}

// unchecked notes the EKS and ECR resources of an input that no control reads.
func (s *scan) unchecked(o Options, types []string) {
	found := o.Assessor.Unchecked(types)
	if len(found) == 0 || s.input.Path == "" {
		return
	}
	for _, t := range assess.Unfamiliar(found) {
		summary := "no control checks " + t
		if !slices.ContainsFunc(s.diagnostics, func(d finding.Diagnostic) bool { return d.Summary == summary }) {
			s.diagnostics = append(s.diagnostics, finding.Diagnostic{
				Severity: finding.DiagnosticNote, Summary: summary, Detail: "is there a newer release of this program?",
			})
		}
	}
	s.input.Unchecked = slices.Compact(slices.Sorted(slices.Values(append(s.input.Unchecked, found...))))
}
