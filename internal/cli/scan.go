package cli

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
	"github.com/cisbench/terraform-provider-cisbench/internal/scan"
)

// scanFlags are the flags of scan.
type scanFlags struct {
	policy  policyFlags
	source  sourceFlags
	options scan.Options
	shard   shardFlag
	output  outputFlags
	suggest suggestFlags
}

func (a *app) scanCommand() *cobra.Command {
	var flags scanFlags
	c := &cobra.Command{
		Use:   "scan [PATH...]",
		Short: "Judge plans, state or source and report",
		Long: `Judge plans, state or source and report.

A PATH is the JSON of a plan or a state (terraform show -json tfplan > plan.json),
a binary plan (terraform or tofu is run to read it, which starts the providers in
its directory; not for a name that ends in .json), a directory of Terraform
source with the root modules in it, a pattern such as "plans/**/*.json", or - for
standard input. Without a PATH the current directory is scanned.

Source is read as it is written: no provider runs, nothing is fetched, and what is
known only to a plan is unknown.

What flags leave open, the environment may say, and then ` + settingsName + `: the nearest
one from the plan's directory up to the root of its repository.

` + environmentHelp() + `

Exit codes: 0 nothing failed, 1 something did, 2 usage or input error.`,
		Example: `  ` + program + ` scan plan.json
  ` + program + ` scan live/production
  terraform show -json tfplan | ` + program + ` scan -
  ` + program + ` scan --output json=report.json --fail-on fail,unknown "plans/**/*.json"`,
		RunE: func(c *cobra.Command, paths []string) error { return a.scan(c, paths, &flags) },
	}
	f := c.Flags()
	f.SortFlags = false
	flags.output.add(c)
	flags.policy.add(c)
	flags.policy.waivers.addWrite(c)
	f.BoolVar(&flags.options.AllowErrored, "allow-errored", false, "read a plan that Terraform marked as errored")
	allow := f.VarPF(execFlag{&flags.options.Exec}, "allow-exec", "", "run Terraform on binary plans that a pattern matches, too; --allow-exec=false runs it on none")
	allow.NoOptDefVal = "true"
	flags.source.add(c)
	flags.suggest.add(c)
	flags.shard.add(c)
	return c
}

func (a *app) scan(c *cobra.Command, paths []string, flags *scanFlags) error {
	if len(paths) == 0 && !flags.source.hook {
		paths = []string{"."}
	}
	if slices.Contains(paths, "") {
		return errors.New("an empty path: expected that of a plan; is a variable unset?")
	}
	if flags.source.hook && !c.Flags().Changed("format") {
		flags.output.format.value = "lines"
	}
	if err := flags.output.check(); err != nil {
		return err
	}
	settled := paths
	if flags.source.hook {
		settled = []string{"."} // a hook runs at the root, whatever files it hands over
	}
	inForce, err := a.resolve(c, settled, variables())
	if err != nil {
		return err
	}
	if err := flags.suggest.check(flags.output.format.value); err != nil {
		return err
	}
	policy := &flags.policy
	if _, given := inForce.origins["fail-on"]; given && flags.source.hook && !c.Flags().Changed("fail-on") {
		// A commit waits for what is wrong, not for what only a plan can tell.
		policy.verdict.failOn = failOn{finding.Fail}
	}
	b, evaluators, err := policy.catalogue.open()
	if err != nil {
		return err
	}
	settings, err := policy.settings.settings()
	if err != nil {
		return err
	}
	waivers, err := policy.waivers.read(c, a.now())
	if err != nil {
		return err
	}
	o := flags.options
	if o.Assessor, err = assess.New(b, evaluators, settings, policy.selection); err != nil {
		return err
	}
	if o.Source, err = flags.source.options(a.env); err != nil {
		return err
	}
	o.Source.Excluded = policy.excluded
	o.Source.Policy = append([]string{inForce.file.path, policy.waivers.file, policy.waivers.baseline}, policy.catalogue.paths()...)
	o.Stdin = a.stdin
	o.Draw = flags.output.draws()
	o.Tool = finding.Tool{Name: "cisbench", Version: build().Version}
	if o.Shard, err = flags.shard.shard(a.env); err != nil {
		return err
	}
	progress := a.progress(flags.output.quiet)
	o.Progress = progress.show

	o.Suggest = flags.suggest.take()
	scanned, _ := scan.Expand(paths) // the scan says what is wrong with them
	out := newOutlet(scanned)
	o.Opened = out.keepFile

	report, suppressions, errs := scan.Run(c.Context(), paths, o)
	progress.end()
	if report == nil {
		return errors.Join(errs...)
	}
	if !policy.waivers.noInline {
		waivers.Suppressions = suppressions
	}
	report = o.Assessor.Waive(report, waivers)
	inForce.note(report)
	noteCoverage(report, b)
	out.keep(inForce.file.path, policy.waivers.file)
	out.keep(policy.catalogue.paths()...)
	out.keep(flags.source.files()...)
	if err := policy.waivers.writeBaseline(report, len(errs) > 0, out); err != nil {
		errs = append(errs, err)
	}
	out.keep(policy.waivers.baseline)
	if flags.source.hook {
		flags.output.withoutGaps = true
		for _, line := range render.Incomplete(report) {
			fmt.Fprintln(a.stderr, "cisbench: "+line)
		}
	}
	err = a.conclude(report, errs, &policy.verdict, &flags.output, out)
	return errors.Join(err, a.suggest(report, &flags.suggest))
}
