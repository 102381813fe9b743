// Command terraform-provider-cisbench judges Terraform plans by the CIS Amazon
// EKS Benchmark, section 5: as a provider that Terraform starts, and as a command
// line.
package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/cli"
	"github.com/cisbench/terraform-provider-cisbench/internal/provider"
)

//go:generate go test -run ^TestReadme(Picture)?$ -update .

func main() {
	ctx, args := context.Background(), os.Args[1:]
	debug := slices.Equal(args, []string{"-debug"}) || slices.Equal(args, []string{"--debug"})
	// Terraform starts a provider without arguments and with this variable set.
	if debug || len(args) == 0 && os.Getenv("TF_PLUGIN_MAGIC_COOKIE") != "" {
		if err := provider.Serve(ctx, debug, os.Getenv); err != nil {
			fmt.Fprintln(os.Stderr, "cisbench: serving Terraform:", err)
			os.Exit(2)
		}
		return
	}
	os.Exit(cli.Run(ctx, args, os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}
