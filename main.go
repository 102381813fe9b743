// Command terraform-provider-cisbench judges Terraform plans by the CIS Amazon
// EKS Benchmark, section 5.
package main

import (
	"context"
	"os"

	"github.com/cisbench/terraform-provider-cisbench/internal/cli"
)

//go:generate go test -run ^TestReadme$ -update .

func main() {
	os.Exit(cli.Run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}
