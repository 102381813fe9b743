package render

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// sarifLog is what code scanning reads of a SARIF file.
type sarifLog struct {
	Runs []struct {
		AutomationDetails struct{ ID string }
		Invocations       []struct {
			ExecutionSuccessful        bool
			ToolExecutionNotifications []struct{ Message struct{ Text string } }
		}
		Tool struct {
			Driver struct {
				Rules []struct {
					ID         string
					Properties struct {
						Severity string `json:"security-severity"`
						Tags     []string
					}
				}
			}
		}
		Results []struct {
			RuleID    string
			RuleIndex int
			Message   struct{ Text string }
			Locations []struct {
				PhysicalLocation struct {
					ArtifactLocation struct{ URI string }
					Region           struct{ StartLine int }
				}
			}
			PartialFingerprints map[string]string
			Suppressions        []struct{ Kind, Justification string }
		}
	}
}

func readSARIF(t testing.TB, data []byte) sarifLog {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal(data, &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 {
		t.Fatalf("%d runs", len(log.Runs))
	}
	return log
}

// Code scanning refuses an upload, or drops what is in it, for less than the
// schema does.
func TestSARIFForCodeScanning(t *testing.T) {
	for name, report := range stored(t) {
		t.Run(name, func(t *testing.T) {
			data := render(t, named(t, "sarif"), report, View{})
			if found := regexp.MustCompile(`.*[^\\]"".*`).Find(data); found != nil {
				t.Errorf("an empty string, which code scanning refuses: %s", found)
			}
			run := readSARIF(t, data).Runs[0]
			for _, rule := range run.Tool.Driver.Rules {
				if len(rule.Properties.Tags) == 0 || len(rule.Properties.Tags) > 20 || rule.Properties.Severity == "" {
					t.Errorf("rule %s: %+v", rule.ID, rule.Properties)
				}
			}
			seen := map[string]bool{}
			for _, result := range run.Results {
				if strings.Contains(result.Message.Text, "](") {
					t.Errorf("a link in a message: %s", result.Message.Text)
				}
				if got := run.Tool.Driver.Rules[result.RuleIndex].ID; got != result.RuleID {
					t.Errorf("rule %s, at its index %s", result.RuleID, got)
				}
				if len(result.Locations) != 1 {
					t.Fatalf("%d locations", len(result.Locations))
				}
				at := result.Locations[0].PhysicalLocation
				ref, err := url.Parse(at.ArtifactLocation.URI)
				if err != nil || ref.Scheme != "" || ref.Host != "" || strings.HasPrefix(ref.Path, "/") || strings.HasPrefix(ref.Path, "../") || at.Region.StartLine < 1 {
					t.Errorf("location %+v: %v", at, err)
				}
				identity := fmt.Sprint(result.RuleID, at, result.PartialFingerprints)
				if seen[identity] {
					t.Errorf("two alerts that are one to code scanning: %s", identity)
				}
				seen[identity] = true
			}
		})
	}
}

func TestSARIFSuppressions(t *testing.T) {
	run := readSARIF(t, render(t, named(t, "sarif"), stored(t)["pipeline"], View{})).Runs[0]
	got := map[string]string{}
	for _, result := range run.Results {
		for _, s := range result.Suppressions {
			got[result.Locations[0].PhysicalLocation.ArtifactLocation.URI] = s.Kind + ": " + s.Justification
		}
	}
	want := map[string]string{
		"envs/prod/ecr%20one%3Atwo%233.tf": "inSource: lab, deleted every night",
		"stdin":                            "external: in the baseline: known before 2026-05-01",
	}
	// modules/ecr/main.tf is not among them: one of its instances is waived, others fail.
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSARIFAutomation(t *testing.T) {
	plan := func(path string) finding.Input { return finding.Input{Path: path, Kind: finding.PlanInput} }
	source := func(path string) finding.Input { return finding.Input{Path: path, Kind: finding.SourceInput} }
	tests := []struct {
		name   string
		inputs []finding.Input
		view   View
		want   string
	}{
		{"none", nil, View{}, "cisbench-eks/"},
		{"plan in the root", []finding.Input{plan("plan.json")}, View{}, "cisbench-eks/"},
		{"plan in a directory", []finding.Input{plan("./envs/dev/plan.json")}, View{}, "cisbench-eks/envs/dev/"},
		{"source", []finding.Input{source("envs/dev")}, View{}, "cisbench-eks/envs/dev/"},
		{"source in the root", []finding.Input{source(".")}, View{}, "cisbench-eks/"},
		{"standard input", []finding.Input{plan("-")}, View{}, "cisbench-eks/"},
		{"several", []finding.Input{plan("envs/dev/plan.json"), source("envs/prod")}, View{}, "cisbench-eks/envs/"},
		{"from a directory", []finding.Input{plan("plan.json")}, View{Root: "/r", Dir: "/r/envs/dev"}, "cisbench-eks/envs/dev/"},
		{"odd name", []finding.Input{source("a b/c:d")}, View{}, "cisbench-eks/a%20b/c%3Ad/"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			run := readSARIF(t, render(t, named(t, "sarif"), &finding.Report{Inputs: tt.inputs}, tt.view)).Runs[0]
			if got := run.AutomationDetails.ID; got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestUnlinked(t *testing.T) {
	if got, want := unlinked("a[0] ![x](http://y) b"), `a[0] ![x]\u{28}http://y) b`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// An alert on a plan stays the same one when another attribute of the subject, or
// another instance of it, is mended.
func TestFingerprintOfPlan(t *testing.T) {
	f := func(address, attribute string) finding.Finding {
		return finding.Finding{Control: "5.1.1", Status: finding.Fail, Address: address, Attribute: attribute, Message: "it is off"}
	}
	hash := func(findings ...finding.Finding) string {
		r := &finding.Report{Inputs: []finding.Input{{Path: "plan.json"}}, Findings: findings}
		results := readSARIF(t, render(t, named(t, "sarif"), r, View{})).Runs[0].Results
		if len(results) != 1 {
			t.Fatalf("%d results", len(results))
		}
		return results[0].PartialFingerprints["primaryLocationLineHash"]
	}
	before := hash(f(`a.b["x"]`, "c"), f(`a.b["y"]`, "c"), f(`a.b["y"]`, "d"))
	if after := hash(f(`a.b["y"]`, "d")); after != before {
		t.Errorf("%s became %s", before, after)
	}
	if other := hash(f("a.c", "d")); other == before {
		t.Errorf("two subjects have %s", other)
	}
}
