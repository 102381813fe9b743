package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/usercontrol"
)

// catalogue is which controls there are, as flags choose them.
type catalogue struct {
	benchmark string
	files     []string
}

func catalogueFlags(c *cobra.Command) *catalogue {
	var flags catalogue
	c.Flags().StringVar(&flags.benchmark, "benchmark", benchmark.Default,
		"`version` ("+strings.Join(benchmark.Embedded(), ", ")+") or the path of a controls file")
	complete(c, "benchmark", benchmark.Embedded())
	c.Flags().StringArrayVar(&flags.files, "controls-file", nil, "add the controls of this YAML `file` to the benchmark's; repeatable")
	return &flags
}

// open reads the benchmark and the files beside it, with what decides their
// controls.
func (f *catalogue) open() (*benchmark.Benchmark, []control.Evaluator, error) {
	b, err := openBenchmark(f.benchmark)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range f.files {
		if name == "" {
			return nil, nil, errors.New("--controls-file: expected the path of a controls file, found none; is a variable unset?")
		}
		data, err := readSmall(name)
		if err != nil {
			return nil, nil, fmt.Errorf("reading controls: %w", err)
		}
		more, err := benchmark.Load(name, data)
		if err != nil {
			return nil, nil, err
		}
		if b, err = b.Join(more); err != nil {
			return nil, nil, errors.New(name + ": " + strings.ReplaceAll(err.Error(), "\n", "\n"+name+": "))
		}
	}
	own, err := usercontrol.Evaluators(b)
	return b, append(controls.Table(), own...), err
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
