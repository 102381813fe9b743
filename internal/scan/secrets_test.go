package scan

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// TestSecretsOfPlans marks every value of every case's plan sensitive, and looks for
// each of its texts in every format: values, keys of maps, and what JSON and YAML
// documents hold. Marks change no verdict.
func TestSecretsOfPlans(t *testing.T) {
	lookForSecrets(t, true, func(t *testing.T, b *benchmark.Benchmark, dir string) (plain, hidden *finding.Report, texts texts) {
		raw, err := os.ReadFile(filepath.Join(dir, "plan.json"))
		if err != nil {
			t.Fatal(err)
		}
		var plan any
		if err := json.Unmarshal(raw, &plan); err != nil {
			t.Fatal(err)
		}
		texts.markPlan(plan)
		marked, err := json.Marshal(plan)
		if err != nil {
			t.Fatal(err)
		}
		o := markedOptions(t, b, dir)
		return scanned(t, o, raw), scanned(t, o, marked), texts
	})
}

// TestSecretsOfSource does the same with the source of every case: each argument of
// a resource and a data source is given to sensitive(). A function hides which part of
// an unknown text is known: verdicts may become unknown by that, and nothing else.
func TestSecretsOfSource(t *testing.T) {
	lookForSecrets(t, false, func(t *testing.T, b *benchmark.Benchmark, dir string) (plain, hidden *finding.Report, texts texts) {
		marked := t.TempDir()
		texts.public = append(texts.public, marked) // its random number is in every report
		texts.markSource(t, dir, marked)
		o := markedOptions(t, b, dir)
		return scanned(t, o, nil, dir), scanned(t, o, nil, marked), texts
	})
}

// words are constants of AWS, Kubernetes, charts and formats that the program's own
// texts hold, whatever its input says.
var words = []string{
	"ConfigMap", "Installation", "NotAction", "NotPrincipal", "Role", "admin", "amazon-vpc-cni", "application", "aws-auth",
	"description", "enable-network-policy-controller", "issuer", "kube-system", "nodeAgent",
}

// awsRegion is a region's name. A message has that of a provider's configuration as a
// constant, which no mark can hide; TestWhere holds those that are marked.
var awsRegion = regexp.MustCompile(`^[a-z]{2}-[a-z]+-\d$`)

func lookForSecrets(t *testing.T, same bool, read func(*testing.T, *benchmark.Benchmark, string) (plain, hidden *finding.Report, texts texts)) {
	t.Helper()
	b, err := benchmark.Open(benchmark.Latest)
	if err != nil {
		t.Fatal(err)
	}
	catalogue := strings.Join(printed(t, scanned(t, markedOptions(t, b, ""), []byte(emptyPlan))), "\n")
	cases, err := filepath.Glob("../controls/testdata/*/*/plan.json")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	looked := 0
	for _, path := range cases {
		dir := filepath.Dir(path)
		plain, hidden, found := read(t, b, dir)
		before := verdicts(plain)
		for subject, status := range verdicts(hidden) {
			if was := before[subject]; status != was && (same || status != finding.Unknown && status != finding.Manual) {
				t.Errorf("%s: %s: marks change the verdict from %q to %q", dir, subject, was, status)
			}
			delete(before, subject)
		}
		for subject, status := range before {
			if !same && status == finding.NotApplicable { // there is something, of which nothing is known
				delete(before, subject)
			}
		}
		if len(before) > 0 {
			t.Errorf("%s: marks take verdicts away: %v", dir, before)
		}
		formats := printed(t, hidden)
		public := strings.Join(found.public, "\n") + "\n" + catalogue
		for secret := range found.secret {
			if awsRegion.MatchString(secret) {
				continue
			}
			if len(secret) < 4 || strings.Contains(public, secret) || slices.Contains(words, secret) {
				continue
			}
			looked++
			for i, text := range formats {
				if at := strings.Index(text, secret); at >= 0 {
					t.Errorf("%s: %q is in format %d: …%s…", dir, secret, i, text[max(0, at-60):min(len(text), at+len(secret)+40)])
				}
			}
		}
	}
	t.Logf("looked for %d texts of %d cases", looked, len(cases))
	if looked < 2*len(cases) {
		t.Errorf("looked for %d texts of %d cases: expected more", looked, len(cases))
	}
}

func markedOptions(t *testing.T, b *benchmark.Benchmark, dir string) Options {
	t.Helper()
	var file setting.File
	if raw, err := os.ReadFile(filepath.Join(dir, "settings.yaml")); err == nil {
		if file, err = setting.Decode("settings.yaml", raw); err != nil {
			t.Fatal(err)
		}
	}
	a, err := assess.New(b, controls.Table(), file.Settings, assess.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	return Options{Assessor: a, Tool: finding.Tool{Name: "cisbench", Version: "v0"}, AllowErrored: true}
}

// scanned is the report on a plan, or on paths.
func scanned(t *testing.T, o Options, plan []byte, paths ...string) *finding.Report {
	t.Helper()
	if len(paths) == 0 {
		paths = []string{"-"}
	}
	o.Stdin = bytes.NewReader(plan)
	report, _, errs := Run(context.Background(), paths, o)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return report
}

// verdicts are the worst that is said of each subject.
func verdicts(r *finding.Report) map[string]finding.Status {
	all := map[string]finding.Status{}
	for _, f := range r.Findings {
		subject := f.Control + " " + f.Address + " " + f.Cluster
		if known, ok := all[subject]; ok {
			f.Status = finding.Worst(known, f.Status)
		}
		all[subject] = f.Status
	}
	return all
}

// printed is a report in every format.
func printed(t *testing.T, r *finding.Report) []string {
	t.Helper()
	var all []string
	for _, f := range render.Formats() {
		var b bytes.Buffer
		if f.Name == "in-toto" && r.Inputs[0].Kind == finding.SourceInput {
			continue // attests to files alone
		}
		if err := f.Write(&b, r, render.View{Verbose: true}); err != nil {
			t.Fatal(err)
		}
		all = append(all, b.String())
	}
	return all
}
