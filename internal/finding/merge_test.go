package finding

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// scanned is a report of n inputs, of which every seventh could not be read.
func scanned(n int) *Report {
	r := &Report{
		SchemaVersion: SchemaVersion, Tool: Tool{Name: "cisbench", Version: "v0.1.0"}, Benchmark: Benchmark{Version: "x"},
		Inputs:   []Input{},
		Controls: []Control{{ID: "2", Title: "b", Severity: High}, {ID: "1", Title: "a", Severity: Low}},
		Findings: []Finding{}, Graph: Graph{Resources: []Node{}, Links: []Edge{}},
		Diagnostics: []Diagnostic{{Severity: DiagnosticError, Summary: "*.x: no file matches", Input: NoInput}},
	}
	statuses := Statuses()
	for index := range n {
		path := fmt.Sprintf("%c/plan.json", 'z'-index%26)
		if index%7 == 3 {
			r.Diagnostics = append(r.Diagnostics, Diagnostic{Severity: DiagnosticError, Summary: path + " was not scanned", Input: NoInput})
			continue
		}
		place := len(r.Inputs)
		r.Inputs = append(r.Inputs, Input{Index: index, Path: path, Kind: PlanInput})
		for i, c := range r.Controls {
			for j := range 3 {
				f := Finding{Control: c.ID, Status: statuses[(index+i+j)%len(statuses)], Address: fmt.Sprint("a.b", j), Message: "m",
					Input: place, Fingerprint: strings.Repeat("0", 32)}
				if f.Status == Fail && index%2 == 0 {
					f.Waiver = &Waiver{Kind: "file", Reason: "lab"}
				}
				r.Findings = append(r.Findings, f)
			}
		}
		r.Graph.Resources = append(r.Graph.Resources, Node{Address: path, Type: "t", Input: place})
		r.Graph.Links = append(r.Graph.Links, Edge{From: "a", To: "b", Role: path, Input: place})
		r.Diagnostics = append(r.Diagnostics, Diagnostic{Severity: DiagnosticNote, Summary: "note on " + path, Input: place})
	}
	r.Conclude()
	return r
}

// shard takes of a whole report what a shard of its scan would have said.
func shard(t *testing.T, whole *Report, number, of, inputs int) *Report {
	t.Helper()
	r := *whole
	r.Shard = &Shard{number, of, inputs}
	r.Inputs, r.Controls = []Input{}, slices.Clone(whole.Controls)
	r.Findings, r.Graph, r.Diagnostics = []Finding{}, Graph{Resources: []Node{}, Links: []Edge{}}, nil
	places := map[int]int{NoInput: NoInput}
	for i, in := range whole.Inputs {
		if in.Index%of == number-1 {
			places[i] = len(r.Inputs)
			r.Inputs = append(r.Inputs, in)
		}
	}
	for _, f := range whole.Findings {
		if place, ok := places[f.Input]; ok {
			f.Input = place
			r.Findings = append(r.Findings, f)
		}
	}
	for _, n := range whole.Graph.Resources {
		if place, ok := places[n.Input]; ok {
			n.Input = place
			r.Graph.Resources = append(r.Graph.Resources, n)
		}
	}
	for _, e := range whole.Graph.Links {
		if place, ok := places[e.Input]; ok {
			e.Input = place
			r.Graph.Links = append(r.Graph.Links, e)
		}
	}
	for i, d := range whole.Diagnostics {
		// Who could not read an input says so; what holds for all, all say.
		mine := i%of == number-1 || !strings.HasSuffix(d.Summary, "not scanned")
		if place, ok := places[d.Input]; ok && mine {
			d.Input = place
			r.Diagnostics = append(r.Diagnostics, d)
		}
	}
	r.Conclude()
	return decoded(t, &r)
}

// decoded is the report as it is when it was stored and read again.
func decoded(t *testing.T, r *Report) *Report {
	t.Helper()
	again, err := Decode("r.json", encode(t, r))
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// Shards in any order make the report of the whole, byte for byte.
func TestMergeShards(t *testing.T) {
	for _, inputs := range []int{0, 1, 2, 5, 30} {
		for _, of := range []int{1, 2, 3, 7} {
			t.Run(fmt.Sprintf("%d inputs in %d", inputs, of), func(t *testing.T) {
				whole := scanned(inputs)
				var stored []Stored
				for number := 1; number <= of; number++ {
					stored = append(stored, Stored{fmt.Sprint(number), shard(t, whole, number, of, inputs)})
				}
				order := rand.New(rand.NewPCG(1, uint64(of)))
				for range 3 {
					order.Shuffle(of, func(i, j int) { stored[i], stored[j] = stored[j], stored[i] })
					merged, err := Merge(stored...)
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(string(encode(t, whole)), string(encode(t, merged))); diff != "" {
						t.Fatalf("report (-whole +merged):\n%s", diff)
					}
				}
			})
		}
	}
}

// A report alone stays as it is, and the reports that are merged stay so too.
func TestMergeOne(t *testing.T) {
	whole := scanned(9)
	before := string(encode(t, whole))
	merged, err := Merge(Stored{"a", decoded(t, whole)})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, string(encode(t, merged))); diff != "" {
		t.Errorf("report (-before +merged):\n%s", diff)
	}
	if _, err := Merge(Stored{"a", whole}, Stored{"b", whole}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, string(encode(t, whole))); diff != "" {
		t.Errorf("report (-before +after):\n%s", diff)
	}
}

func TestMergeWhole(t *testing.T) {
	control := []Control{{ID: "1", Title: "a", Severity: Low}}
	report := func(digest string, status Status, paths ...string) *Report {
		r := &Report{SchemaVersion: SchemaVersion, Tool: Tool{Name: "cisbench", Version: "v0.1.0"}, Benchmark: Benchmark{Version: "x"}, Controls: slices.Clone(control)}
		for i, path := range paths {
			r.Inputs = append(r.Inputs, Input{Index: 2 * i, Path: path, SHA256: digest, Kind: PlanInput})
			r.Findings = append(r.Findings, Finding{Control: "1", Status: status, Message: path, Input: i})
		}
		r.Conclude()
		return r
	}
	b := report("b", Fail, "plan.json", "other.json")
	b.Tool.Version = "v0.2.0"
	b.Controls[0].Title = "in newer words"
	merged, err := Merge(Stored{"z/r.json", report("a", Pass, "plan.json", "x.json")}, Stored{"b/r.json", b}, Stored{"c/r.json", report("a", Pass, "x.json")})
	if err != nil {
		t.Fatal(err)
	}
	wantInputs := []Input{
		{Index: 0, Path: "plan.json", Report: "z/r.json", SHA256: "a", Kind: PlanInput},
		{Index: 2, Path: "x.json", Report: "z/r.json", SHA256: "a", Kind: PlanInput},
		{Index: 3, Path: "plan.json", Report: "b/r.json", SHA256: "b", Kind: PlanInput},
		{Index: 5, Path: "other.json", SHA256: "b", Kind: PlanInput},
		{Index: 6, Path: "x.json", Report: "c/r.json", SHA256: "a", Kind: PlanInput},
	}
	if diff := cmp.Diff(wantInputs, merged.Inputs); diff != "" {
		t.Errorf("inputs (-want +got):\n%s", diff)
	}
	var got []string
	for _, f := range merged.Findings {
		got = append(got, fmt.Sprintf("%s %s %d", f.Status, f.Message, f.Input))
	}
	if diff := cmp.Diff([]string{"fail plan.json 2", "fail other.json 3", "pass plan.json 0", "pass x.json 1", "pass x.json 4"}, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if merged.Controls[0].Status != Fail || merged.Controls[0].Title != "a" || merged.Summary.Findings.Fail != 2 {
		t.Errorf("controls %+v, summary %+v", merged.Controls, merged.Summary)
	}
	wantDiagnostics := []Diagnostic{
		{Severity: DiagnosticWarning, Summary: "the reports come from different versions of cisbench",
			Detail: "z/r.json from v0.1.0, b/r.json from v0.2.0: verdicts may differ for that reason alone", Input: NoInput},
		{Severity: DiagnosticWarning, Summary: "x.json is in two reports and counts twice",
			Detail: "z/r.json and c/r.json have it with the same digest", Input: NoInput},
	}
	if diff := cmp.Diff(wantDiagnostics, merged.Diagnostics); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

// What is missing is said, and nothing else is wrong with the rest.
func TestMergeWithoutAShard(t *testing.T) {
	whole := scanned(30)
	tests := []struct {
		of    int
		given []int
		want  string
	}{
		{3, []int{3, 1}, "of 3 shards, there is no report of 2"},
		{4, []int{2}, "of 4 shards, there is no report of 1, 3, 4"},
		{20, []int{20}, "of 20 shards, there is no report of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 9 more"},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			var stored []Stored
			for _, number := range tt.given {
				stored = append(stored, Stored{fmt.Sprint(number), shard(t, whole, number, tt.of, 30)})
			}
			merged, err := Merge(stored...)
			if err != nil {
				t.Fatal(err)
			}
			said := slices.ContainsFunc(merged.Diagnostics, func(d Diagnostic) bool {
				return d.Summary == tt.want && d.Severity == DiagnosticError && d.Input == NoInput
			})
			if !said {
				t.Errorf("diagnostics %+v, want %q", merged.Diagnostics, tt.want)
			}
			if merged.Shard != nil {
				t.Errorf("a merged report is shard %+v", merged.Shard)
			}
			decoded(t, merged)
		})
	}
}

// A remark on the scan as a whole holds when every shard makes it.
func TestMergeRemarksOfShards(t *testing.T) {
	whole := scanned(2)
	one, two := shard(t, whole, 1, 2, 2), shard(t, whole, 2, 2, 2)
	unused := func(what string) Diagnostic {
		return Diagnostic{Severity: DiagnosticWarning, Summary: what + " is not used", Input: NoInput}
	}
	one.Diagnostics = append(one.Diagnostics, unused("a"), unused("b"))
	two.Diagnostics = append(two.Diagnostics, unused("b"), unused("c"))
	merged, err := Merge(Stored{"1", one}, Stored{"2", two})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range merged.Diagnostics {
		if d.Input == NoInput {
			got = append(got, d.Summary)
		}
	}
	if diff := cmp.Diff([]string{"*.x: no file matches", "b is not used"}, got); diff != "" {
		t.Errorf("remarks (-want +got):\n%s", diff)
	}
}

func TestMergeRefuses(t *testing.T) {
	whole := scanned(4)
	changed := func(change func(*Report)) *Report {
		r := *whole
		r.Controls = slices.Clone(whole.Controls)
		change(&r)
		return &r
	}
	a := Stored{"a.json", whole}
	one := Stored{"1.json", shard(t, whole, 1, 2, 4)}
	tests := []struct {
		name   string
		stored []Stored
		want   string
	}{
		{"none", nil, "expected a report to merge"},
		{"another benchmark", []Stored{a, {"b.json", changed(func(r *Report) { r.Benchmark.Version = "y" })}},
			"a.json judges by x, and b.json by y: expected reports of scans with the same --benchmark"},
		{"fewer controls", []Stored{a, {"b.json", changed(func(r *Report) { r.Controls = r.Controls[:1] })}},
			"a.json and b.json do not judge by the same controls (see 1): expected reports"},
		{"more controls", []Stored{a, {"b.json", changed(func(r *Report) { r.Controls = append(r.Controls, Control{ID: "3"}) })}},
			"a.json and b.json do not judge by the same controls (see 3): expected reports"},
		{"another severity", []Stored{a, {"b.json", changed(func(r *Report) { r.Controls[0].Severity = Low })}},
			"a.json and b.json do not judge by the same controls (see 2): expected reports"},
		{"whole and shard", []Stored{a, one}, "a.json is a whole report, and 1.json one of 2 shards: expected all shards of one scan, or whole reports"},
		{"shard and whole", []Stored{one, a}, "a.json is a whole report, and 1.json one of 2 shards: expected all shards of one scan, or whole reports"},
		{"shard twice", []Stored{one, {"copy.json", one.Report}}, "1.json and copy.json are both shard 1 of 2: expected each once"},
		{"shards of another number", []Stored{one, {"2.json", shard(t, whole, 2, 3, 4)}},
			"1.json is one of 2 shards of 4 inputs, and 2.json one of 3 of 4: expected the shards of one scan"},
		{"shards of other inputs", []Stored{one, {"2.json", shard(t, whole, 2, 2, 5)}},
			"1.json is one of 2 shards of 4 inputs, and 2.json one of 2 of 5: expected the shards of one scan"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Merge(tt.stored...); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("error %v\nwant  %s", err, tt.want)
			}
		})
	}
}
