// Package control says what an evaluator is, and has the words in which one
// speaks: verdicts, their evidence, and what they assume.
//
// It decides nothing about any control, and reads no input.
package control

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// Evaluator decides one control. Evaluate is a pure function: no I/O, clock,
// environment or logging. It returns one verdict for each subject, in any order,
// and none when the graph has no subject.
type Evaluator struct {
	Key      string // stable name by which a benchmark's controls refer to it
	Subjects []string
	Reads    []Read
	Absences []Absence // what verdicts rest on not being there
	Evaluate func(Input) []Verdict
}

// Read names arguments that an evaluator reads of some types, so that a loader
// decodes these and no others.
type Read struct {
	Types     []string // resource and data source types, or "provider.<name>"
	Arguments []string // top-level arguments and blocks
}

// Input is what an evaluator may look at.
type Input struct {
	Graph    *graph.Graph
	Settings setting.Settings
	Requires benchmark.Requirement // of the benchmark's version
}
