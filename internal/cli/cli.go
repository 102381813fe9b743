// Package cli is the command line: commands, flags, files and exit codes.
//
// It decides nothing about a plan and words no verdict. Streams, arguments and
// the environment are given to it, so that a test sees what a user would.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/render"
)

// program is what the binary is called: Terraform looks for a provider by this
// name.
const program = "terraform-provider-cisbench"

// app is one run of the program.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer // guarded while a command runs
	screen         io.Writer // the standard output itself: for reports, which guard themselves
	console        io.Writer // the standard error itself: for the line of progress
	env            func(string) string
	now            func() time.Time // what waivers expire by
	code           int

	given []given // values of the environment that no error prints
}

// Run runs the command that the arguments name, without the program's own name,
// and returns the exit code: see the codes in exit.go. The report goes to
// stdout, all else to stderr.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, env func(string) string) int {
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, env: env, now: func() time.Time { return time.Now().UTC() }}
	return a.run(ctx, args)
}

// run guards both streams: whatever prints to them, cobra among it, prints no
// command to a runner and no code to a terminal.
func (a *app) run(ctx context.Context, args []string) int {
	stdout, stderr := render.NewGuard(a.stdout), render.NewGuard(a.stderr)
	a.screen, a.console = a.stdout, a.stderr
	a.stdout, a.stderr = stdout, stderr
	code := a.execute(ctx, args)
	if err := errors.Join(stdout.Flush(), stderr.Flush()); err != nil {
		return codeTrouble
	}
	return code
}

func (a *app) execute(ctx context.Context, args []string) int {
	root := a.root()
	args, err := hookArgs(root, args)
	if err == nil {
		root.SetArgs(args)
		err = root.ExecuteContext(ctx)
	}
	if err != nil {
		a.complain(err)
		return codeTrouble
	}
	return a.code
}

// complain prints an error, each of its lines under the program's name.
func (a *app) complain(err error) {
	for line := range strings.SplitSeq(strings.TrimSpace(a.named(err.Error())), "\n") {
		fmt.Fprintf(a.stderr, "cisbench: %s\n", render.Visible(line))
	}
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           program,
		Short:         "Judges Terraform plans, states and source by the CIS Amazon EKS Benchmark",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs, // bare says what is wrong with them
		RunE:          a.bare,
		Version:       build().String(), // for --version
	}
	// Before the completion command is added: it keeps the output that it finds.
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return fmt.Errorf("%w; %ssee %s --help", err, meantFlag(c, err), c.CommandPath())
	})
	root.AddCommand(a.scanCommand(), a.mergeCommand(), a.explainCommand(), a.controlsCommand(), a.configCommand(), a.schemaCommand(), a.versionCommand())
	namesShell(root)
	return root
}

// namesShell makes the completion command, which cobra adds, refuse what is no
// shell: as it comes, it shows its help and exits 0.
func namesShell(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() != "completion" {
			continue
		}
		var shells []string
		for _, shell := range c.Commands() {
			shells = append(shells, shell.Name())
		}
		c.Args = cobra.ArbitraryArgs
		c.RunE = func(*cobra.Command, []string) error {
			return fmt.Errorf("completion: expected a shell, one of %s", strings.Join(shells, ", "))
		}
	}
}

// bare is what happens without a command: somebody tries the program, or
// mistypes a command. What Terraform starts does not come here.
func (a *app) bare(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		var names []string
		for _, sub := range c.Commands() {
			names = append(names, sub.Name())
		}
		if meant := nearest(args[0], names); meant != "" {
			return fmt.Errorf("unknown command %q: did you mean %s?", args[0], meant)
		}
		if _, err := os.Stat(args[0]); err == nil {
			return fmt.Errorf("expected a command before %s: %s scan %[1]s", args[0], program)
		}
		return fmt.Errorf("unknown command %q: expected one of %s", args[0], strings.Join(names, ", "))
	}
	fmt.Fprint(a.stderr, `This program judges Terraform by the CIS Amazon EKS Benchmark. It is named like a
provider because Terraform is to start it itself; by hand, give it a command:

  `+program+` scan live/production
  terraform show -json tfplan > plan.json
  `+program+` scan plan.json
  `+program+` --help
`)
	if a.width() == 0 { // no terminal: a job that forgot its command has scanned nothing
		a.code = codeTrouble
	}
	return nil
}
