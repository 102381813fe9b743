package cli

import (
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
	"github.com/cisbench/terraform-provider-cisbench/internal/scan"
)

// scanFlags are the flags of scan.
type scanFlags struct {
	benchmark *string
	selection assess.Selection
	settings  settingFlags
	failOn    failOn
	severity  *choice
	threshold threshold
	options   scan.Options
	output    outputFlags
}

func (a *app) scanCommand() *cobra.Command {
	var flags scanFlags
	c := &cobra.Command{
		Use:   "scan PATH...",
		Short: "Judge plans and report",
		Long: `Judge plans and report.

A PATH is the JSON of a plan or a state (terraform show -json tfplan > plan.json),
a binary plan (terraform or tofu is run to read it), a pattern such as
"plans/**/*.json", or - for standard input.

Exit codes: 0 nothing failed, 1 something did, 2 usage or input error.`,
		Example: `  ` + program + ` scan plan.json
  terraform show -json tfplan | ` + program + ` scan -
  ` + program + ` scan --output json=report.json --fail-on fail,unknown "plans/**/*.json"`,
		RunE: func(c *cobra.Command, paths []string) error { return a.scan(c, paths, &flags) },
	}
	f := c.Flags()
	f.SortFlags = false
	flags.output.add(c)
	flags.failOn = failOn{finding.Fail}
	f.Var(&flags.failOn, "fail-on", "statuses that make the exit code 1")
	complete(c, "fail-on", []string{"none", "fail", "fail,unknown", "fail,manual", "fail,unknown,manual"})
	var severities []string
	for _, s := range finding.Severities() {
		severities = append(severities, string(s))
	}
	flags.severity = chosen(c, "min-severity", "", "severity from which a finding counts for the exit code", severities...)
	f.BoolVar(&flags.threshold.soft, "soft-fail", false, "exit 0 where it would be 1")
	f.StringSliceVar(&flags.selection.Only, "control", nil, "assess this control alone, by `id` or key; repeatable")
	f.StringSliceVar(&flags.selection.Except, "exclude", nil, "leave this control out, by `id` or key; repeatable")
	flags.benchmark = benchmarkFlag(c)
	flags.settings.add(c)
	f.BoolVar(&flags.options.AllowErrored, "allow-errored", false, "read a plan that Terraform marked as errored")
	f.BoolVar(&flags.options.AllowExec, "allow-exec", false, "run Terraform on binary plans that a pattern matches")
	return c
}

func (a *app) scan(c *cobra.Command, paths []string, flags *scanFlags) error {
	if len(paths) == 0 {
		return errors.New("scanning source is not supported yet; give a plan: terraform show -json tfplan > plan.json, " +
			"then " + c.CommandPath() + " plan.json")
	}
	if slices.Contains(paths, "") {
		return errors.New("an empty path: expected that of a plan; is a variable unset?")
	}
	if flags.output.quiet && flags.output.verbose {
		return errors.New("--quiet and --verbose exclude each other")
	}
	b, err := openBenchmark(*flags.benchmark)
	if err != nil {
		return err
	}
	settings, err := flags.settings.settings(c)
	if err != nil {
		return err
	}
	o := flags.options
	if o.Assessor, err = assess.New(b, controls.Table(), settings, flags.selection); err != nil {
		return err
	}
	o.Stdin = a.stdin
	o.Tool = finding.Tool{Name: "cisbench", Version: build().Version}

	report, errs := scan.Run(c.Context(), paths, o)
	if report == nil {
		return errors.Join(errs...)
	}
	limit := flags.threshold
	limit.statuses, limit.floor = flags.failOn, finding.Severity(flags.severity.value)
	view := render.View{Quiet: flags.output.quiet, Verbose: flags.output.verbose}
	view.Root, view.Dir = repository()
	a.code, view.Outcome = limit.judge(report, len(errs) > 0)
	return errors.Join(append(errs, a.write(report, view, &flags.output))...)
}
