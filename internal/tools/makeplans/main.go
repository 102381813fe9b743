// Command makeplans writes the plans that this project's tests are held
// against: it runs the real Terraform, with the real AWS provider, over each
// case folder and stores what `terraform show -json` prints. It needs no
// network at planning time and no credentials.
//
//	go run ./makeplans                                  every case that has no plan yet
//	go run ./makeplans -all                             every case
//	go run ./makeplans internal/controls/testdata/endpoint-access   these cases
//
// Paths are relative to the repository's root. A case is a folder under
// internal/controls/testdata/<control>/, internal/plan/testdata/ or
// internal/scan/testdata/mended/<control>/, or a stack under examples/. Beside
// Terraform's own files it may hold:
//
//   - before/: files that take the place of the case's own for a first plan,
//     whose result becomes the state that the case is planned over. Without a
//     main.tf beside it, the case is that state: state.json is written.
//   - args: more arguments of `terraform plan`, one a line.
//   - env: more of Terraform's environment, NAME=VALUE, one a line; with
//     STANDIN_HELM_MAJOR=3 the Helm provider has the arguments of version 3.
//   - aws/: answers of AWS to data sources and imports, one file a call, named
//     after the operation (DescribeSubnets.xml) or, for REST services, after
//     the method and path (GET_clusters_prod.json).
//   - error: a piece of the message with which planning has to fail; the plan
//     of what was reached until then is kept.
//
// The AWS provider is looked for in the directory that CISBENCH_PROVIDER_MIRROR
// names (a Terraform filesystem mirror, unpacked), then in Terraform's usual
// places. The others are installed by the go command, or are stand-ins built
// from ../standin.
//
// It is no part of what is shipped, and its output is committed: run it when a
// case is added or changed, and read the diff.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"sync"

	"github.com/cisbench/terraform-provider-cisbench/internal/tools/providers"
)

// workers is how many cases are planned at once. Each runs Terraform and the
// AWS provider, which take about a gigabyte together.
const workers = 2

func main() {
	all := flag.Bool("all", false, "plan every case again, not only those without a plan")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *all, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "makeplans:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, all bool, args []string) error {
	root, err := providers.Root()
	if err != nil {
		return err
	}
	cases, err := findCases(root, args)
	if err != nil {
		return err
	}
	if !all && len(args) == 0 {
		cases = withoutPlan(cases)
	}
	if len(cases) == 0 {
		return nil
	}
	planner, cleanup, err := newPlanner(ctx, root)
	if err != nil {
		return err
	}
	defer cleanup()
	return planAll(ctx, planner, cases)
}

// planAll plans every case even when some fail, so that one run shows all that
// is wrong.
func planAll(ctx context.Context, p *planner, cases []testCase) error {
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex
		failed []error
		queue  = make(chan testCase)
	)
	for range workers {
		wg.Go(func() {
			for c := range queue {
				err := p.plan(ctx, c)
				mu.Lock()
				if err != nil {
					failed = append(failed, fmt.Errorf("%s: %w", c.name, err))
				} else {
					fmt.Println(c.name)
				}
				mu.Unlock()
			}
		})
	}
	for _, c := range cases {
		queue <- c
	}
	close(queue)
	wg.Wait()
	return errors.Join(failed...)
}
