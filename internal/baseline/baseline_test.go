package baseline

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

func fingerprint(digit string) string { return strings.Repeat(digit, 32) }

func report(inputs []string, findings ...finding.Finding) *finding.Report {
	r := &finding.Report{Findings: findings}
	for i, path := range inputs {
		r.Inputs = append(r.Inputs, finding.Input{Index: i, Path: path})
	}
	return r
}

func failure(input int, digit string) finding.Finding {
	return finding.Finding{Control: "5.4.1", Status: finding.Fail, Address: "aws_eks_cluster." + digit, Attribute: "a", Input: input,
		Fingerprint: fingerprint(digit), Message: "m"}
}

func waived(f finding.Finding, kind finding.WaiverKind) finding.Finding {
	f.Waiver = &finding.Waiver{Kind: kind, Reason: "r", Expires: "2026-12-31"}
	return f
}

func TestOf(t *testing.T) {
	pass := failure(0, "9")
	pass.Status = finding.Pass
	got := Of(report([]string{"b/plan.json", `./a\plan.json`, "c"}, failure(0, "2"), failure(0, "1"), failure(1, "3"), pass,
		waived(failure(0, "4"), finding.FileWaiver), waived(failure(0, "5"), finding.InlineWaiver), waived(failure(0, "6"), finding.BaselineWaiver)))
	entry := func(input, digit string) Failure {
		return Failure{Input: input, Control: "5.4.1", Address: "aws_eks_cluster." + digit, Attribute: "a", Fingerprint: fingerprint(digit)}
	}
	want := Baseline{Version: "1", Inputs: []string{"a/plan.json", "b/plan.json", "c"}, Failures: []Failure{
		entry("a/plan.json", "3"), entry("b/plan.json", "1"), entry("b/plan.json", "2"), entry("b/plan.json", "6")}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("baseline (-want +got):\n%s", diff)
	}
}

func TestSplit(t *testing.T) {
	then := Of(report([]string{"dev.json", "prod.json"}, failure(0, "1"), failure(1, "2"), failure(1, "3")))
	alone := Of(report([]string{"tfplan.json"}, failure(0, "1"), failure(0, "2")))
	mended := failure(0, "2")
	mended.Status = finding.Pass
	shard := report([]string{"other.json"}, failure(0, "1"))
	shard.Shard = &finding.Shard{Number: 2, Of: 2, Inputs: 2}
	tests := []struct {
		name  string
		then  Baseline
		now   *finding.Report
		known map[int]bool
		gone  map[int]int
	}{
		{"the same", then, report([]string{"prod.json", "./dev.json"}, failure(0, "2"), failure(0, "3"), failure(1, "1")),
			map[int]bool{0: true, 1: true, 2: true}, map[int]int{}},
		{"an address that is known elsewhere", then, report([]string{"dev.json", "prod.json"}, failure(0, "1"), failure(0, "2"), failure(1, "3")),
			map[int]bool{0: true, 2: true}, map[int]int{1: 1}},
		{"one of several", then, report([]string{"prod.json"}, failure(0, "1"), failure(0, "2")), map[int]bool{1: true}, map[int]int{0: 1}},
		{"another name of the only input", alone, report([]string{"other.json"}, failure(0, "1"), mended, failure(0, "3")),
			map[int]bool{0: true}, map[int]int{0: 1}},
		{"an input more", alone, report([]string{"tfplan.json", "other.json"}, failure(0, "1"), failure(0, "2"), failure(1, "1")),
			map[int]bool{0: true, 1: true}, map[int]int{}},
		{"an empty one", Of(report([]string{"a"})), report([]string{"b"}, failure(0, "1")), map[int]bool{}, map[int]int{}},
		{"what is of no matter", then, report([]string{"prod.json"}), map[int]bool{}, map[int]int{0: 1}},
		{"a shard with one of several inputs", alone, shard, map[int]bool{}, map[int]int{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			known, gone := tt.then.Split(tt.now, func(f Failure) bool { return tt.name != "what is of no matter" || f.Fingerprint != fingerprint("2") })
			if diff := cmp.Diff(tt.known, known); diff != "" {
				t.Errorf("known (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.gone, gone); diff != "" {
				t.Errorf("gone (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEncodeDecode(t *testing.T) {
	for name, b := range map[string]Baseline{
		"some": Of(report([]string{"b", "a"}, failure(0, "2"), failure(1, "1"))),
		"none": Of(report([]string{"a"})),
	} {
		t.Run(name, func(t *testing.T) {
			data, err := b.Encode()
			if err != nil {
				t.Fatal(err)
			}
			again, err := Decode("b.json", data)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(b, again); diff != "" {
				t.Errorf("baseline before and after (-before +after):\n%s", diff)
			}
			value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if err := compiled(t).Validate(value); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestDecodeErrors(t *testing.T) {
	const valid = `{"baseline_version":"1","inputs":["a"],"failures":[]}`
	tests := []struct {
		name, json, want string
	}{
		{"empty", "", "b.json:1: expected JSON: the file ends too early"},
		{"cut", valid[:20], "b.json:1: expected JSON: the file ends too early"},
		{"a list", "[]", "b.json:1: expected a baseline, as --write-baseline writes it, found a list"},
		{"null", "null", "b.json:1: expected a baseline, as --write-baseline writes it, found nothing"},
		{"a report", `{"schema_version":"1"}`,
			"b.json:1: unknown key: expected one of baseline_version, inputs, failures\nb.json:1: missing baseline_version, inputs, failures: expected a baseline, as --write-baseline writes it"},
		{"more", valid + "{}", "b.json:1: expected one JSON document: something follows it"},
		{"other version", `{"baseline_version":"2"}`, "b.json:1: baseline_version: expected \"1\", which --write-baseline writes\nb.json:1: missing inputs, failures: expected a baseline, as --write-baseline writes it"},
		{"no list", `{"baseline_version":"1","failures":{}}`,
			"b.json:1: failures: expected a list, found a mapping\nb.json:1: missing inputs: expected a baseline, as --write-baseline writes it"},
		{"no fingerprint", `{"baseline_version":"1","inputs":["a"],"failures":[{"input":"a","control":"x","address":"y"}]}`,
			"b.json:1: failures[0]: missing fingerprint"},
		{"no input", `{"baseline_version":"1","inputs":["a"],"failures":[{"input":"b","control":"x","address":"y","fingerprint":"` + fingerprint("0") + `"}]}`,
			"b.json:1: failures[0].input: expected one of inputs"},
	}
	schema := compiled(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Decode("b.json", []byte(tt.json))
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			// A schema cannot say that one list's words are in another.
			value, broken := jsonschema.UnmarshalJSON(strings.NewReader(tt.json))
			if broken == nil && tt.name != "no input" && schema.Validate(value) == nil {
				t.Error("the schema accepts it")
			}
		})
	}
}

// A property that no Go field has would be a promise that nothing keeps.
func TestSchemaPromisesNothingMore(t *testing.T) {
	var schema struct {
		Properties map[string]any
		Defs       struct {
			Failure struct{ Properties map[string]any }
		} `json:"$defs"`
	}
	if err := json.Unmarshal(Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	keys := func(v any) map[string]any {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]any
		if err := json.Unmarshal(data, &m); err != nil {
			t.Fatal(err)
		}
		return m
	}
	full := Of(report([]string{"a"}, failure(0, "1")))
	for name := range schema.Properties {
		if _, ok := keys(full)[name]; !ok {
			t.Errorf("no field is %s", name)
		}
	}
	for name := range schema.Defs.Failure.Properties {
		if _, ok := keys(full.Failures[0])[name]; !ok {
			t.Errorf("no field of a failure is %s", name)
		}
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("baseline.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("baseline.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func FuzzBaseline(f *testing.F) {
	for _, seed := range []string{
		`{"baseline_version":"1","inputs":["a"],"failures":[]}`,
		`{"baseline_version":"1","inputs":["a"],"failures":[{"input":"a","control":"x","address":"y","fingerprint":"00000000000000000000000000000000"}]}`,
		`{"baseline_version":"1","inputs":null,"failures":[null]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Decode("b.json", data)
		if err != nil {
			return
		}
		b.Split(report(append(b.Inputs, "x"), failure(0, "0")), func(Failure) bool { return true })
	})
}

// An error about a file that is not a baseline quotes nothing of it: a branch may
// name, in its settings, a file that it may not read.
func TestErrorsQuoteNothing(t *testing.T) {
	for _, text := range []string{
		"hidden7-token", `"hidden7"`, `["hidden7"]`, `{"hidden7": 1}`, `{"baseline_version": "hidden7"}`, `{"inputs": "hidden7"}`, `{"inputs": hidden7}`,
		`{"failures": [{"hidden7": 1}]}`, `{"baseline_version": "1", "inputs": [], "failures": [{"fingerprint": "hidden7"}]}`, `{"inputs": 7777}`, "7777",
		`{"baseline_version": "1", "inputs": [], "failures": [{"input": "hidden7", "fingerprint": "` + strings.Repeat("0f", 16) + `"}]}`, "{} hidden7", "\x7fhidden7",
	} {
		_, err := Decode("b.json", []byte(text))
		if err == nil {
			t.Errorf("%q is taken for a baseline", text)
			continue
		}
		for _, word := range []string{"hidden7", "'h'", "7777", "'7'"} {
			if strings.Contains(err.Error(), word) {
				t.Errorf("%q: %v", text, err)
			}
		}
	}
}
