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
	benchmarks []string // versions, or paths of controls files
	files      []string
}

// controlsFileFlag names controls files; they add to those of the settings.
const controlsFileFlag = "controls-file"

func catalogueFlags(c *cobra.Command) *catalogue {
	var flags catalogue
	c.Flags().StringArrayVar(&flags.benchmarks, "benchmark", []string{benchmark.Default},
		"`version` ("+strings.Join(benchmark.Names(), ", ")+") or the path of a controls file; repeatable")
	complete(c, "benchmark", benchmark.Names())
	c.Flags().StringArrayVar(&flags.files, controlsFileFlag, nil, "add the controls of this YAML `file` to the benchmark's; repeatable")
	return &flags
}

// inForce adds the controls files that hold for a scan of the working directory: those of
// the environment and of the settings.
func (a *app) inForce(c *cobra.Command) error {
	_, err := a.resolve(c, nil, []string{"config", "benchmark", "controls-file"})
	return err
}

// open reads the benchmarks and the files beside them, with what decides their controls.
func (f *catalogue) open() (*benchmark.Benchmark, []control.Evaluator, error) {
	var all *benchmark.Benchmark
	for i, name := range slices.Concat(f.benchmarks, f.files) {
		read := openBenchmark
		if i >= len(f.benchmarks) {
			read = openControls
		}
		b, err := read(name)
		if err != nil {
			return nil, nil, err
		}
		if all == nil {
			all = b
		} else if all, err = all.Join(b); err != nil {
			return nil, nil, errors.New(name + ": " + strings.ReplaceAll(err.Error(), "\n", "\n"+name+": "))
		}
	}
	own, err := usercontrol.Evaluators(all)
	return all, append(controls.Table(), own...), err
}

// paths lists the benchmarks and controls files that are not embedded versions.
func (f *catalogue) paths() []string {
	return slices.DeleteFunc(slices.Concat(f.benchmarks, f.files), func(name string) bool {
		return slices.Contains(benchmark.Names(), name)
	})
}

// openControls reads a file of controls that stand beside the benchmark's.
func openControls(name string) (*benchmark.Benchmark, error) {
	if name == "" {
		return nil, errors.New("--controls-file: expected the path of a controls file, found none; is a variable unset?")
	}
	data, err := readSmall(name)
	if err != nil {
		return nil, fmt.Errorf("reading controls: %w", err)
	}
	return benchmark.Load(name, data)
}

// openBenchmark reads an embedded version, or a controls file.
func openBenchmark(name string) (*benchmark.Benchmark, error) {
	if slices.Contains(benchmark.Names(), name) {
		return benchmark.Open(name)
	}
	data, err := readSmall(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("unknown benchmark %q: expected one of %s, or the path of a controls file",
			name, strings.Join(benchmark.Names(), ", "))
	}
	if err != nil {
		return nil, err
	}
	return benchmark.Load(name, data)
}
