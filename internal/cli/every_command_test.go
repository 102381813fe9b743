package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/cisbench/terraform-provider-cisbench/internal/render"
)

// hostileRuns lists, for each command, what it is run with in the directory that
// [hostileTree] fills. A command that takes --format is run in each of its
// formats, with these arguments.
func hostileRuns() map[string][][]string {
	return map[string][][]string{
		"":                      {{}, {hostile}, {"--version"}},
		"scan":                  {{"plan.json"}, {"."}, {hostileName}, {"--verbose", "."}, {"--hook", hostileName + "/main.tf"}, {"--suggest", "source"}, {"--config", "keys.yaml", "."}, {"--waivers", "waivers.yaml", "plan.json"}, {"--waivers", "keys.yaml", "plan.json"}, {"--controls-file", "keys.yaml", "."}, {"--baseline", "keys.yaml", "plan.json"}, {"broken.json", "plan.json"}},
		"merge":                 {{"report.json"}, {"report.json", "other.json"}, {"broken.json"}, {hostileName}},
		"explain":               {{"A.1.1"}, {"A.1.1", "--controls-file", "own.yaml"}, {hostile}, {"5.4.1", "--controls-file", "keys.yaml"}},
		"controls":              {{}, {"--controls-file", "own.yaml"}, {"--benchmark", "own.yaml"}, {hostile}},
		"config":                {{}, {hostile}},
		"config show":           {{}, {"."}, {hostileName}, {"--config", "keys.yaml"}, {"--approved-registries", hostile}},
		"schema":                {{"report"}, {hostile}},
		"version":               {{}, {hostile}},
		"help":                  {{}, {hostile}, {"scan"}},
		"completion":            {{}, {hostile}},
		"completion bash":       {{}, {hostile}},
		"completion fish":       {{}, {hostile}},
		"completion powershell": {{}, {hostile}},
		"completion zsh":        {{}, {hostile}},
	}
}

// Nobody remembers to disarm what a new command, flag, variable or format prints,
// so all of them are taken from the program itself.
func TestEveryCommandIsDisarmed(t *testing.T) {
	hostileTree(t)
	table := hostileRuns()
	root := new(app).root()
	root.InitDefaultHelpCmd()
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		name := strings.TrimSpace(strings.TrimPrefix(c.CommandPath(), program))
		runs, ok := table[name]
		if !ok {
			t.Errorf("%q is a command without hostile runs: give it some", name)
		}
		delete(table, name)
		for _, args := range everyRun(c, runs) {
			t.Run(name, func(t *testing.T) { checkDisarmed(t, append(strings.Fields(name), args...), nil) })
		}
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(root)
	for name := range table {
		t.Errorf("%q is no command", name)
	}
}

// everyRun adds to a command's runs its formats, and a hostile value for each of
// its flags, and for one that it does not have.
func everyRun(c *cobra.Command, runs [][]string) [][]string {
	var all [][]string
	formats := []string{""}
	if f := c.Flags().Lookup("format"); f != nil {
		formats = f.Value.(*choice).known
	}
	for _, args := range runs {
		for _, format := range formats {
			if format == "" {
				all = append(all, args)
				continue
			}
			all = append(all, slices.Concat(args, []string{"--format", format}))
			if c.Flags().Lookup("output") != nil {
				all = append(all, slices.Concat(args, []string{"--quiet", "--output", format + "=out." + format}))
			}
		}
	}
	c.Flags().VisitAll(func(f *pflag.Flag) {
		for _, args := range [][]string{{}, runs[0]} {
			all = append(all, slices.Concat(args, []string{"--" + f.Name + "=" + hostile}))
		}
	})
	return append(all, []string{"--" + hostile}, []string{hostile, hostile}, []string{"--help"})
}

// A variable that stands for a flag, and those that a shard is taken from.
func TestEveryVariableIsDisarmed(t *testing.T) {
	hostileTree(t)
	for _, name := range append([]string{jobIndex, jobTotal, nodeIndex, nodeTotal}, variableNames()...) {
		for _, args := range [][]string{{"scan", "plan.json", "--shard", "auto"}, {"config", "show"}, {"merge", "report.json"}} {
			env := map[string]string{jobIndex: "0", jobTotal: "1", name: hostile}
			t.Run(name, func(t *testing.T) { checkDisarmed(t, args, env) })
		}
	}
}

func checkDisarmed(t *testing.T, args []string, env map[string]string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	Run(context.Background(), args, strings.NewReader(hostile), &stdout, &stderr, func(name string) string { return env[name] })
	format := "text"
	if i := slices.Index(args, "--format"); i >= 0 {
		format = args[i+1]
	}
	checkText(t, args, stderr.String(), "text")
	checkText(t, args, stdout.String(), format)
	files, err := filepath.Glob("out.*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		checkText(t, args, string(content), strings.TrimPrefix(name, "out."))
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
}

func checkText(t *testing.T, args []string, text, format string) {
	t.Helper()
	switch {
	case format == "json" && text != "" && !json.Valid([]byte(text)):
		t.Errorf("%q: not JSON: %q", args, text)
	case format == "markdown":
		for _, wrong := range markup(text) {
			t.Errorf("%q: %s", args, wrong)
		}
	}
	var out bytes.Buffer
	plain := render.Format{Write: func(w writer, _ *report, _ render.View) error {
		_, err := w.Write([]byte(withoutOurs(text, format)))
		return err
	}}
	if err := plain.Render(&out, nil, render.View{}); err != nil {
		t.Fatal(err)
	}
	if want := withoutOurs(text, format); out.String() != want {
		t.Errorf("%q: not disarmed: %q", args, firstDifference(want, out.String()))
	}
}
