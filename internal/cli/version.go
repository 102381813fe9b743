package cli

import (
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

// buildInfo is what the binary knows of its making. The Go toolchain stamps it:
// nothing has to be given to the linker.
type buildInfo struct {
	Name    string  `json:"name"`
	Version string  `json:"version"` // of the module, such as v0.1.0; devel where it was built from no tag
	Commit  string  `json:"commit,omitempty"`
	Go      string  `json:"go"`
	Tables  []table `json:"tables,omitempty"`
}

// table is facts of the outside world that the program carries.
type table struct {
	Name   string `json:"name"`
	Date   string `json:"date"` // of the facts: 2026-08 or 2026-11-30
	Source string `json:"source,omitempty"`
}

func tables() []table {
	day, providers := schema.Made()
	var sources []string
	for _, name := range slices.Sorted(maps.Keys(providers)) {
		sources = append(sources, name+" "+providers[name])
	}
	versions := benchmark.Embedded()
	return []table{
		{"AWS managed policies", iampolicy.TablesDate, "AWS Managed Policy Reference Guide"},
		{"ECR actions and condition keys", iampolicy.TablesDate, "AWS Service Authorization Reference"},
		{"Provider schemas", day, strings.Join(sources, ", ")},
		{"Benchmark", benchmark.CatalogueDate, strings.Join(versions, ", ")},
	}
}

func build() buildInfo {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{} // built without modules
	}
	return stamped(info)
}

func stamped(info *debug.BuildInfo) buildInfo {
	b := buildInfo{Name: "cisbench", Version: "devel", Go: runtime.Version()}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		b.Version = v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			b.Commit = s.Value
		}
	}
	return b
}

func (b buildInfo) String() string {
	line := program + " " + b.Version
	if b.Commit != "" {
		line += " (" + b.Commit + ")"
	}
	return line + " " + b.Go
}

func (a *app) versionCommand() *cobra.Command {
	c := &cobra.Command{Use: "version", Short: "Print the version", Args: cobra.NoArgs}
	format := chosen(c, "format", "text", "how to print it", "text", "json")
	verbose := c.Flags().BoolP("verbose", "v", false, "print the dates of the tables that the program carries, too")
	c.RunE = func(*cobra.Command, []string) error {
		b := build()
		if *verbose {
			b.Tables = tables()
		}
		if format.value == "json" {
			return a.printJSON(b)
		}
		lines := []string{b.String()}
		for _, t := range b.Tables {
			lines = append(lines, fmt.Sprintf("%-34s  %-10s  %s", t.Name, t.Date, t.Source))
		}
		for i, line := range lines {
			lines[i] = strings.TrimRight(line, " ")
		}
		_, err := fmt.Fprintln(a.stdout, strings.Join(lines, "\n"))
		return err
	}
	return c
}

func (a *app) printJSON(v any) error { return render.WriteJSON(a.stdout, v) }
