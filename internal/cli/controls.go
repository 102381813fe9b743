package cli

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
)

// entry is a control as the catalogue lists it: with what decides it.
type entry struct {
	ID       string   `json:"id"`
	Key      string   `json:"key,omitempty"`
	Title    string   `json:"title"`
	Section  string   `json:"section"`
	Severity string   `json:"severity"`
	Level    int      `json:"level"`
	Judges   []string `json:"judges"` // resource types, sorted
	Reads    []string `json:"reads"`  // these and more, data sources and "provider.<name>" too

	control   benchmark.Control
	arguments []string // "type: argument, argument" for each type that is read
}

func describe(c benchmark.Control, evaluators []control.Evaluator) entry {
	e := entry{ID: c.ID, Key: c.Key, Title: c.Title, Section: c.SectionID, Severity: c.Severity, Level: c.Level,
		Judges: []string{}, Reads: []string{}, control: c}
	i := slices.IndexFunc(evaluators, func(e control.Evaluator) bool { return c.Key != "" && e.Key == c.Key })
	if i < 0 {
		return e
	}
	evaluator := evaluators[i]
	e.Judges = append(e.Judges, slices.Sorted(slices.Values(evaluator.Subjects))...)
	arguments := map[string][]string{}
	for _, r := range append(evaluator.Reads, control.Read{Types: evaluator.Subjects}) {
		for _, t := range r.Types {
			arguments[t] = append(arguments[t], r.Arguments...)
		}
	}
	for _, t := range slices.Sorted(maps.Keys(arguments)) {
		e.Reads = append(e.Reads, t)
		e.arguments = append(e.arguments, t+": "+strings.Join(slices.Compact(slices.Sorted(slices.Values(arguments[t]))), ", "))
	}
	return e
}

func (a *app) controlsCommand() *cobra.Command {
	c := &cobra.Command{Use: "controls", Short: "List the controls, and which resource types each reads", Args: cobra.NoArgs}
	format := chosen(c, "format", "text", "how to list them", "text", "json")
	flags := catalogueFlags(c)
	configFlag(c)
	versions := c.Flags().String("map", "", "say what each control of one version became in another: `OLD:NEW`, such as eks-1.5.0:eks-2.0.0")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if *versions != "" {
			return a.mapVersions(*versions, format.value == "json")
		}
		if err := a.inForce(c); err != nil {
			return err
		}
		b, evaluators, err := flags.open()
		if err != nil {
			return err
		}
		entries := []entry{}
		for _, c := range b.Controls() {
			entries = append(entries, describe(c, evaluators))
		}
		if format.value == "json" {
			return a.printJSON(entries)
		}
		if err := a.table(entries); err != nil {
			return err
		}
		return a.newerVersion(flags.benchmarks)
	}
	return c
}

func (a *app) table(entries []entry) error {
	var out strings.Builder
	for _, e := range entries {
		level := "" // of the benchmark's profile: a control of one's own has none
		if e.Level > 0 {
			level = fmt.Sprintf("level %d", e.Level)
		}
		fmt.Fprintf(&out, "%-6s  %-8s  %-7s  %-26s  %s\n", render.Visible(e.ID), e.Severity, level, orDash(render.Visible(e.Key)),
			render.Visible(e.Title))
		if e.Key != "" {
			out.WriteString(list("        reads", e.Reads))
		}
	}
	_, err := io.WriteString(a.stdout, out.String())
	return err
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
