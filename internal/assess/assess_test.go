package assess

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// small is a benchmark of three controls, the last for a person alone.
func small() *benchmark.Benchmark {
	return &benchmark.Benchmark{Version: "acme-1", Parts: []benchmark.Part{{Title: "Acme", Sections: []benchmark.Section{{ID: "1", Controls: []benchmark.Control{
		{ID: "1.2", Key: "second", Title: "Second", SectionID: "1", Severity: "high", Level: 1, Remediation: "Mend it."},
		{ID: "1.1", Key: "first", Title: "First", SectionID: "1", Severity: "low", Level: 2},
		{ID: "1.3", Title: "By eye", SectionID: "1", Severity: "medium"},
	}}}}}}
}

func evaluators(first, second func(control.Input) []control.Verdict) []control.Evaluator {
	return []control.Evaluator{
		{Key: "first", Subjects: []string{"aws_eks_cluster"}, Evaluate: first,
			Reads: []control.Read{{Types: []string{"aws_eks_cluster"}, Arguments: []string{"version"}}}},
		{Key: "second", Subjects: []string{"aws_ecr_repository"}, Evaluate: second,
			Reads: []control.Read{{Types: []string{"aws_ecr_repository"}, Arguments: []string{"name"}}}},
	}
}

func none(control.Input) []control.Verdict { return nil }

func repositories(t *testing.T, names ...string) *graph.Graph {
	t.Helper()
	var all []*graph.Resource
	for _, name := range names {
		all = append(all, graphtest.Resource(t, "aws_ecr_repository."+name, graphtest.Args{"name": cty.StringVal(name)}))
	}
	return graph.New(all)
}

func assess(t *testing.T, g *graph.Graph, s setting.Settings, second func(control.Input) []control.Verdict) []finding.Finding {
	t.Helper()
	a, err := New(small(), evaluators(none, second), s, Selection{})
	if err != nil {
		t.Fatal(err)
	}
	done, err := a.Assess(g)
	if err != nil {
		t.Fatal(err)
	}
	return done.Findings
}

func TestFindings(t *testing.T) {
	g := repositories(t, "a", "b[10]", "b[2]", "c")
	got := assess(t, g, setting.Settings{}, func(in control.Input) []control.Verdict {
		find := func(name string) graph.Value { return in.Graph.Find("aws_ecr_repository." + name).Attr("name") }
		return []control.Verdict{
			control.Pass(find("a"), "a is fine").Because(find("a")),
			control.Fail(find("b[10]"), "b10 is not").In(in.Graph.Find("aws_ecr_repository.c")),
			control.Unknown(find("c")),
			control.Fail(find("b[2]"), "b2 is not").Assuming("the moon is full").Because(find("a")),
			control.Manual(find("a"), "a says nothing of it").On(find("b[2]").Resource()),
		}
	})
	want := []finding.Finding{
		{Control: "1.2", Status: finding.Fail, Address: "aws_ecr_repository.b[2]", Type: "aws_ecr_repository", Attribute: "name",
			Message: "b2 is not", Assumes: []string{"the moon is full"},
			Evidence: []finding.Evidence{{Address: "aws_ecr_repository.a", Attribute: "name", Value: "a"}}},
		{Control: "1.2", Status: finding.Fail, Address: "aws_ecr_repository.b[10]", Type: "aws_ecr_repository", Attribute: "name",
			Message: "b10 is not", Cluster: "aws_ecr_repository.c"},
		{Control: "1.2", Status: finding.Unknown, Address: "aws_ecr_repository.c", Type: "aws_ecr_repository", Attribute: "name",
			Message: "name is known only after apply"},
		{Control: "1.2", Status: finding.Manual, Address: "aws_ecr_repository.b[2]", Type: "aws_ecr_repository",
			Attribute: "aws_ecr_repository.a.name", Message: "a says nothing of it"},
		{Control: "1.2", Status: finding.Pass, Address: "aws_ecr_repository.a", Type: "aws_ecr_repository", Attribute: "name",
			Message: "a is fine", Evidence: []finding.Evidence{{Attribute: "name", Value: "a"}}},
		{Control: "1.1", Status: finding.NotApplicable, Message: "there is no subject for this control"},
		{Control: "1.3", Status: finding.Manual, Message: "nothing in Terraform decides this control: a person must check it"},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(finding.Finding{}, "Fingerprint")); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestStrict(t *testing.T) {
	tests := []struct {
		name    string
		verdict func(graph.Value) control.Verdict
		status  finding.Status
		message string
	}{
		{"pass that assumes", func(v graph.Value) control.Verdict { return control.Pass(v, "it is on").Assuming("x holds", "y holds") },
			finding.Unknown, "not proven that it is on: it assumes that x holds; y holds"},
		{"fail that assumes", func(v graph.Value) control.Verdict { return control.Fail(v, "it is off").Assuming("x holds") },
			finding.Unknown, "not proven that it is off: it assumes that x holds"},
		{"manual that assumes", func(v graph.Value) control.Verdict { return control.Manual(v, "look").Assuming("x holds") },
			finding.Manual, "look"},
		{"proven", func(v graph.Value) control.Verdict { return control.Pass(v, "it is on") }, finding.Pass, "it is on"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			evaluate := func(in control.Input) []control.Verdict {
				return []control.Verdict{tt.verdict(in.Graph.Find("aws_ecr_repository.a").Attr("name"))}
			}
			got := assess(t, repositories(t, "a"), setting.Settings{Strict: true}, evaluate)[0]
			if got.Status != tt.status || got.Message != tt.message {
				t.Errorf("got %s %q, want %s %q", got.Status, got.Message, tt.status, tt.message)
			}
			loose := assess(t, repositories(t, "a"), setting.Settings{}, evaluate)[0]
			if want := tt.verdict(graph.Value{}).Status; loose.Status != want {
				t.Errorf("without strict: %s, want %s", loose.Status, want)
			}
			if diff := cmp.Diff(loose.Assumes, got.Assumes); diff != "" {
				t.Errorf("strict changed what is assumed (-without +with):\n%s", diff)
			}
		})
	}
}

func TestFingerprints(t *testing.T) {
	verdicts := func(in control.Input) []control.Verdict {
		var all []control.Verdict
		for _, r := range in.Graph.Resources() {
			all = append(all, control.Fail(r.Attr("name"), "one"), control.Fail(r.Attr("name"), "two"),
				control.Fail(r.Attr("tags"), "one"), control.Fail(r.Attr("name"), "one").In(r))
		}
		return all
	}
	findings := assess(t, repositories(t, "a", "b"), setting.Settings{}, verdicts)
	seen := map[string]string{}
	for _, f := range findings {
		what := f.Control + f.Address + f.Attribute + f.Message + f.Cluster
		if other, twice := seen[f.Fingerprint]; twice {
			t.Errorf("%s and %s share a fingerprint", other, what)
		}
		seen[f.Fingerprint] = what
	}
	for _, f := range assess(t, repositories(t, "b", "a", "c"), setting.Settings{}, verdicts) {
		if f.Address != "aws_ecr_repository.c" && seen[f.Fingerprint] == "" {
			t.Errorf("the fingerprint of %s on %s changed when another resource came", f.Message, f.Address)
		}
	}
	// Stored baselines hold this very value.
	if got, want := findings[0].Fingerprint, "c6cb6ec51eb911b139cb742ab2ee7b15"; got != want {
		t.Errorf("fingerprint %s, want %s: it must not change between releases", got, want)
	}
}

func TestLocation(t *testing.T) {
	r := graphtest.Resource(t, "aws_ecr_repository.a", nil)
	r.Range = &graph.Range{File: "main.tf", StartLine: 3, StartCol: 1, EndLine: 5, EndCol: 2}
	got := assess(t, graph.New([]*graph.Resource{r}), setting.Settings{}, func(control.Input) []control.Verdict {
		return []control.Verdict{control.Fail(r.Attr("name"), "no")}
	})[0].Location
	want := &finding.Location{File: "main.tf", StartLine: 3, StartColumn: 1, EndLine: 5, EndColumn: 2}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("location (-want +got):\n%s", diff)
	}
}

func TestDefectIsAnError(t *testing.T) {
	a, err := New(small(), evaluators(none, func(control.Input) []control.Verdict { panic("index out of range") }),
		setting.Settings{}, Selection{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Assess(graph.New(nil))
	want := "control 1.2 could not be evaluated: index out of range (this is a defect of cisbench: please report it)"
	if err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestSelection(t *testing.T) {
	tests := []struct {
		name         string
		only, except []string
		want, err    string
	}{
		{"all", nil, nil, "1.2 1.1 1.3", ""},
		{"by id", []string{"1.1"}, nil, "1.1", ""},
		{"by key, in the benchmark's order", []string{"first", "second"}, nil, "1.2 1.1", ""},
		{"except", nil, []string{"second", "1.3"}, "1.1", ""},
		{"both", []string{"1.1", "1.2"}, []string{"first"}, "1.2", ""},
		{"nothing left", []string{"1.1"}, []string{"first"}, "",
			"no control is left to assess: every one that is selected is excluded too"},
		{"unknown", []string{"9.9"}, nil, "", `unknown control "9.9": acme-1 has none of this id or key; the command controls lists those that it has`},
		{"unknown in a section", []string{"1.4"}, nil, "", `unknown control "1.4": did you mean 1.2 (second), 1.1 (first), 1.3?`},
		{"unknown exclusion", nil, []string{"frist"}, "", `unknown control "frist": did you mean 1.1 (first)?`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := New(small(), evaluators(none, none), setting.Settings{}, Selection{Only: tt.only, Except: tt.except})
			var message string
			if err != nil {
				message = err.Error()
			}
			if diff := cmp.Diff(tt.err, message); diff != "" {
				t.Fatalf("error (-want +got):\n%s", diff)
			}
			if err != nil {
				return
			}
			var got []string
			for _, c := range a.Report(finding.Tool{}, nil, nil, nil).Controls {
				got = append(got, c.ID)
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("controls (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFind(t *testing.T) {
	for _, name := range []string{"1.1", "first"} {
		if c, err := Find(small(), name); err != nil || c.ID != "1.1" {
			t.Errorf("Find(%q) = %s, %v", name, c.ID, err)
		}
	}
	if _, err := Find(small(), "9"); err == nil {
		t.Error("found what there is not")
	}
}

func TestNewNeedsTheEvaluator(t *testing.T) {
	_, err := New(small(), nil, setting.Settings{}, Selection{})
	if want := `benchmark acme-1: control 1.2: there is no evaluator "second"`; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}
