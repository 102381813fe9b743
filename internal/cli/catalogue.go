package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
)

// benchmarkFlag adds the flag that chooses the catalogue.
func benchmarkFlag(c *cobra.Command) *string {
	name := c.Flags().String("benchmark", benchmark.Default,
		"`version` ("+strings.Join(benchmark.Embedded(), ", ")+") or the path of a controls file")
	complete(c, "benchmark", benchmark.Embedded())
	return name
}

// openBenchmark reads an embedded version, or a controls file.
func openBenchmark(name string) (*benchmark.Benchmark, error) {
	if slices.Contains(benchmark.Embedded(), name) {
		return benchmark.Open(name)
	}
	data, err := readSmall(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("unknown benchmark %q: expected one of %s, or the path of a controls file",
			name, strings.Join(benchmark.Embedded(), ", "))
	}
	if err != nil {
		return nil, err
	}
	return benchmark.Load(name, data)
}
