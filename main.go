// Command terraform-provider-cisbench checks Terraform plans, state and source
// against section 5 of the CIS Amazon EKS Benchmark: as a provider that Terraform
// starts, and as a command line.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/cisbench/terraform-provider-cisbench/internal/cli"
	"github.com/cisbench/terraform-provider-cisbench/internal/provider"
)

//go:generate go test -run ^TestReadme(Picture)?$ -update .

func main() {
	ctx, args := context.Background(), os.Args[1:]
	debug := slices.Equal(args, []string{"-debug"}) || slices.Equal(args, []string{"--debug"})
	// Terraform starts a provider without arguments and with this variable set, and
	// ends it itself.
	if debug || len(args) == 0 && os.Getenv("TF_PLUGIN_MAGIC_COOKIE") != "" {
		if err := provider.Serve(ctx, debug, os.Getenv); err != nil {
			fmt.Fprintln(os.Stderr, "cisbench: serving Terraform:", err)
			os.Exit(2)
		}
		return
	}
	const grace = 2 * time.Second
	os.Exit(untilInterrupted(grace, func(ctx context.Context) int {
		return cli.Run(ctx, args, os.Stdin, os.Stdout, os.Stderr, os.Getenv)
	}))
}

// untilInterrupted runs the command line until it ends or a signal asks it to. It
// then has the time of grace to end what it started: a Terraform that reads a binary
// plan is in a process group of its own, which the terminal's signal does not reach.
func untilInterrupted(grace time.Duration, run func(context.Context) int) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	done := make(chan int, 1)
	go func() { done <- run(ctx) }()
	select {
	case code := <-done:
		return code
	case <-ctx.Done():
		stop() // a second signal ends the program at once
	}
	select {
	case <-done:
	case <-time.After(grace):
	}
	fmt.Fprintln(os.Stderr, "cisbench: interrupted")
	return 2
}
