package scan

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
	"github.com/cisbench/terraform-provider-cisbench/internal/suggest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestSuggestions asks for suggestions on every case of every control that has
// some, and makes each by itself: what it is for passes then. testdata/suggestions
// shows them all; what a person should not be told to do would show there.
func TestSuggestions(t *testing.T) {
	const golden = "testdata/suggestions"
	var all strings.Builder
	used := map[string]bool{}
	for _, key := range mendable() {
		dirs, err := filepath.Glob(filepath.Join("../controls/testdata", key, "*", "main.tf"))
		if err != nil || len(dirs) == 0 {
			t.Fatalf("%s has no cases: %v", key, err)
		}
		for _, file := range dirs {
			name := key + "/" + filepath.Base(filepath.Dir(file))
			dir := filepath.Join(t.TempDir(), "case")
			if err := os.CopyFS(dir, os.DirFS(filepath.Dir(file))); err != nil {
				t.Fatal(err)
			}
			o := caseOptions(t, key, dir)
			before, suggestions := suggested(t, dir, o)
			for _, s := range suggestions {
				after, ok := suggest.Set(s.Source, s.Place, s.Mend)
				diff, shown := suggest.Diff(s.File, s.Source, after)
				if !ok || !shown {
					t.Fatalf("%s: %v: the change that was tried cannot be made, or shown", name, s.Place)
				}
				used[kind(s.Mend)] = true
				written := filepath.Join(s.Root, filepath.FromSlash(s.File))
				if err := os.WriteFile(written, after, 0o600); err != nil {
					t.Fatal(err)
				}
				report, _ := suggested(t, dir, o)
				for _, f := range before.Findings {
					if f.Input != s.Input || !slices.Contains(s.Fingerprints, f.Fingerprint) {
						continue
					}
					fmt.Fprintf(&all, "%s: %s: %s\n", name, f.Address, s.Mend.In(s.Place))
					if now := of(report, f.Address, f.Input); now != finding.Pass {
						t.Errorf("%s: %s is %s after the change that was to mend it:\n%s", name, f.Address, now, diff)
					}
				}
				all.WriteString(diff)
				if err := os.WriteFile(written, s.Source, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	for _, m := range suggest.Mends() {
		if !used[kind(m)] {
			t.Errorf("no case shows that it mends anything: %s", kind(m))
		}
	}
	if *update {
		if err := os.WriteFile(golden, []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), all.String()); diff != "" {
		t.Errorf("suggestions (-want +got; -update rewrites):\n%s", diff)
	}
}

func kind(m suggest.Mend) string {
	return fmt.Sprint(m.Control, " ", m.Type, " ", m.Nested, " ", m.Argument, " ", m.Value.GoString())
}

// mendable are the keys of the controls that have a mend.
func mendable() []string {
	var keys []string
	for _, m := range suggest.Mends() {
		if !slices.Contains(keys, m.Control) {
			keys = append(keys, m.Control)
		}
	}
	return keys
}

// caseOptions judges by one control, under the settings of a case.
func caseOptions(t *testing.T, key, dir string) Options {
	t.Helper()
	var file setting.File
	if raw, err := os.ReadFile(filepath.Join(dir, "settings.yaml")); err == nil {
		if file, err = setting.Decode("settings.yaml", raw); err != nil {
			t.Fatal(err)
		}
	}
	b, err := benchmark.Open("eks-1.5.0")
	if err != nil {
		t.Fatal(err)
	}
	a, err := assess.New(b, controls.Table(), file.Settings, assess.Selection{Only: []string{key}})
	if err != nil {
		t.Fatal(err)
	}
	return Options{Assessor: a}
}

func suggested(t *testing.T, path string, o Options) (*finding.Report, []Suggestion) {
	t.Helper()
	var all []Suggestion
	o.Suggest = func(s Suggestion) { all = append(all, s) }
	report, _, errs := Run(context.Background(), []string{path}, o)
	if len(errs) > 0 {
		t.Fatal(path, errs)
	}
	return report, all
}

// of is the worst that a report says of a subject.
func of(r *finding.Report, address string, input int) finding.Status {
	worst := finding.NotApplicable
	for _, f := range r.Findings {
		if f.Address == address && f.Input == input {
			worst = finding.Worst(worst, f.Status)
		}
	}
	return worst
}
