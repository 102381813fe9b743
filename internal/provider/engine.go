package provider

import (
	"slices"
	"strings"
	"sync"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// engine judges what functions are given: by the default benchmark and without
// settings, which a function has no place for.
type engine struct {
	assessor func() (*assess.Assessor, error)
}

func newEngine() *engine {
	return &engine{sync.OnceValues(func() (*assess.Assessor, error) {
		b, err := benchmark.Open(benchmark.Default)
		if err != nil {
			return nil, err
		}
		return assess.New(b, controls.Table(), setting.Settings{}, assess.Selection{})
	})}
}

// arguments lists what some control reads of a type; nothing for a type that
// none knows.
func arguments(a *assess.Assessor, typ string) []string {
	var names []string
	for _, read := range a.Reads() {
		if slices.Contains(read.Types, typ) {
			names = append(names, read.Arguments...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// readTypes lists the resource types that some control reads.
func readTypes(a *assess.Assessor) []string {
	var all []string
	for _, read := range a.Reads() {
		for _, typ := range read.Types {
			if !strings.Contains(typ, ".") { // no provider configuration
				all = append(all, typ)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// judge assesses resources that are a part of some configuration: what is not
// among them may be elsewhere.
func judge(a *assess.Assessor, resources []*graph.Resource) (*finding.Report, error) {
	g := graph.New(resources)
	g.Kind = graph.FromArguments
	g.Gaps = []graph.Gap{{Kind: graph.NotPassed}}
	done, err := a.Assess(g)
	if err != nil {
		return nil, err
	}
	return a.Report(finding.Tool{Name: "cisbench"}, nil, []assess.Assessment{done}, nil), nil
}
