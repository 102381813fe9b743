package finding

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func encode(t testing.TB, report any) []byte {
	t.Helper()
	data, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestDecode(t *testing.T) {
	want := full()
	for name, prefix := range map[string]string{"plain": "", "byte order mark": "\xEF\xBB\xBF", "space": " \n"} {
		t.Run(name, func(t *testing.T) {
			got, err := Decode("r.json", append([]byte(prefix), append(encode(t, want), '\n')...))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&want, got); diff != "" {
				t.Errorf("report (-want +got):\n%s", diff)
			}
		})
	}
}

// The reports that renderers are tested with are such as a scan would write.
func TestDecodeStored(t *testing.T) {
	paths, err := filepath.Glob("../render/testdata/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no stored reports: %v", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Decode("r.json", data); err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	report := string(encode(t, full()))
	tests := []struct {
		name, data, want string
	}{
		{"nothing", "", "r.json:1: expected JSON: the file ends too early"},
		{"blank", " \n", "r.json:2: expected JSON: the file ends too early"},
		{"text", "hello", "r.json:1: expected JSON: it is not valid at byte 0"},
		{"list", "[]", `r.json:1: expected a report, as "scan --format json" writes it, found a list`},
		{"null", "null", `r.json:1: expected a report, as "scan --format json" writes it, found nothing`},
		{"empty object", "{}", `r.json:1: missing schema_version, tool, benchmark, inputs, summary, controls, findings, graph, diagnostics: expected a report, as "scan --format json" writes it`},
		{"cut", report[:len(report)-1], "r.json:1: expected JSON: the file ends too early"},
		{"two", report + report, "r.json:1: expected one JSON document: something follows it"},
		{"plan", `{"format_version":"1.2"}`, "r.json: it looks like a Terraform plan or state: scan it first"},
		{"other version", strings.Replace(report, `"schema_version":"1"`, `"schema_version":"2"`, 1),
			`r.json:1: schema_version: expected "1": the version of cisbench that made the report reads it`},
		{"unknown key", strings.Replace(report, `"tool":{`, `"tool":{"x":1,`, 1), "r.json:1: tool: unknown key: expected name or version"},
		{"key in capitals", strings.Replace(report, `"findings":[`, `"FINDINGS":[],"findings":[`, 1), "r.json:1: unknown key: expected one of schema_version, tool, benchmark, shard, inputs, summary, controls, findings, graph, diagnostics"},
		{"key twice", strings.Replace(report, `"findings":[`, `"findings":[],"findings":[`, 1), "r.json:1: a key is given twice"},
		{"null", strings.Replace(report, `"resources":2`, `"resources":null`, 1), "r.json:1: inputs[0].resources: expected a whole number, 0 or more, found nothing"},
		{"word for a number", strings.Replace(report, `"resources":2`, `"resources":"2"`, 1), "r.json:1: inputs[0].resources: expected a whole number, 0 or more, found text"},
		{"fraction", strings.Replace(report, `"resources":2`, `"resources":2.5`, 1), "r.json:1: inputs[0].resources: expected a whole number, 0 or more, found a number"},
		{"number for a word", strings.Replace(report, `"message":"it is open"`, `"message":1`, 1), "r.json:1: findings[0].message: expected text that is not empty, found a number: put text in quotes"},
		{"number for yes", strings.Replace(report, `"complete":true`, `"complete":1`, 1), "r.json:1: inputs[0].complete: expected true or false, found a number"},
		{"object for a list", strings.Replace(report, `"findings":[`, `"findings":{},"x":[`, 1), "r.json:1: findings: expected a list, found a mapping\nr.json:1: unknown key: expected one of schema_version, tool, benchmark, shard, inputs, summary, controls, findings, graph, diagnostics"},
		{"list for an object", strings.Replace(report, `"tool":{`, `"tool":[],"x":{`, 1), "r.json:1: tool: expected a mapping with name, version, found a list\nr.json:1: unknown key: expected one of schema_version, tool, benchmark, shard, inputs, summary, controls, findings, graph, diagnostics"},
		{"key left out", strings.Replace(report, `,"fingerprint":"`+strings.Repeat("0f", 16)+`"`, "", 1), "r.json:1: findings[0]: missing fingerprint"},
		{"empty message", strings.Replace(report, "it is open", "", 1), "r.json:1: findings[0].message: expected text that is not empty"},
		{"unknown status", strings.Replace(report, `"5.4.1","status":"fail"`, `"5.4.1","status":"bad"`, 1),
			"r.json:1: findings[0].status: expected one of fail, unknown, manual, pass, not-applicable"},
		{"not UTF-8", strings.Replace(report, "it is open", "\xff", 1), "r.json:1: expected JSON: it is not valid at byte 1540"},
		{"deep", strings.Replace(report, `"tool":{`, `"x":`+strings.Repeat(`{"a":`, 50_000)+"1"+strings.Repeat("}", 50_000)+`,"tool":{`, 1), "r.json:1: expected JSON: it is not valid at byte 50021"},
		{"deep and open", strings.Repeat("[", 1_000_000), "r.json:1: expected JSON: it is not valid at byte 10000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Decode("r.json", []byte(tt.data))
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("error %v\nwant  %s", err, tt.want)
			}
		})
	}
}

func TestDecodeRefusesWhatDoesNotHoldTogether(t *testing.T) {
	tests := map[string]struct {
		spoil func(*Report)
		want  string
	}{
		"summary of findings": {func(r *Report) { r.Summary.Findings.Fail = 0 }, "r.json:1: summary: expected counts that follow from the findings"},
		"summary of controls": {func(r *Report) { r.Summary.Controls = Counts{Pass: 1} }, "r.json:1: summary: expected counts that follow from the findings"},
		"waived":              {func(r *Report) { r.Summary.Findings.Waived = 0 }, "r.json:1: summary: expected counts that follow from the findings"},
		"control's status": {func(r *Report) { r.Controls[0].Status, r.Summary.Controls = Pass, Counts{Pass: 1} },
			"r.json:1: controls: expected statuses that follow from the findings\nr.json:1: summary: expected counts that follow from the findings"},
		"finding of no control": {func(r *Report) { r.Findings[0].Control = "9.9" }, "r.json:1: findings[0].control: expected the id of one of the report's controls\nr.json:1: controls: expected statuses that follow from the findings\nr.json:1: summary: expected counts that follow from the findings"},
		"control twice":         {func(r *Report) { r.Controls = append(r.Controls, r.Controls[0]) }, "r.json:1: controls[1].id: expected an id that no other control has\nr.json:1: summary: expected counts that follow from the findings"},
		"finding of no input":   {func(r *Report) { r.Findings[0].Input = 1 }, "r.json:1: findings[0].input: expected the place of one of the 1 inputs, from 0"},
		"node of no input":      {func(r *Report) { r.Graph.Resources[0].Input = -1 }, "r.json:1: graph.resources[0].input: expected a whole number, 0 or more"},
		"edge of no input":      {func(r *Report) { r.Graph.Links[0].Input = 7 }, "r.json:1: graph.links[0].input: expected the place of one of the 1 inputs, from 0"},
		"diagnostic":            {func(r *Report) { r.Diagnostics[0].Input = -2 }, "r.json:1: diagnostics[0].input: expected a whole number, -1 or more"},
		"index twice":           {func(r *Report) { r.Inputs = append(r.Inputs, r.Inputs[0]) }, "r.json:1: inputs[1].index: expected more than 0, the one before"},
		"input of another shard": {func(r *Report) { r.Inputs[0].Index = 1 },
			"r.json:1: inputs[0].index: expected an input of shard 1 of 2"},
		"input beyond the last": {func(r *Report) { r.Inputs[0].Index = 2 }, "r.json:1: inputs[0].index: expected an input of shard 1 of 2"},
		"shard beyond the last": {func(r *Report) { r.Shard.Number = 3 }, "r.json:1: shard.number: expected 1 to 2\nr.json:1: inputs[0].index: expected an input of shard 3 of 2"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			report := full()
			tt.spoil(&report)
			_, err := Decode("r.json", encode(t, report))
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("error %v\nwant  %s", err, tt.want)
			}
		})
	}
}

// spoiled are variants of a document, each with one thing changed somewhere.
func spoiled(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	root := func() any {
		var doc any
		if err := json.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		return doc
	}
	doc := root()
	var walk func(path string, value any)
	walk = func(path string, value any) {
		keep := func(change string) { all[path+" "+change] = encode(t, doc) }
		switch v := value.(type) {
		case map[string]any:
			v["extra"] = 1
			keep("with a key more")
			delete(v, "extra")
			for _, name := range slices.Sorted(maps.Keys(v)) {
				old := v[name]
				delete(v, name)
				keep("without " + name)
				for _, odd := range []any{nil, "", "odd", -3, 1.5, 99, true, []any{}, map[string]any{}} {
					v[name] = odd
					keep(fmt.Sprintf("%s %#v", name, odd))
				}
				v[name] = old
				walk(path+"/"+name, old)
			}
		case []any:
			for i, e := range v {
				v[i] = nil
				keep("with a null")
				v[i] = e
				walk(fmt.Sprint(path, "/", i), e)
			}
		}
	}
	walk("", doc)
	return all
}

// What the schema refuses, Decode refuses: it is the one that stands guard.
func TestDecodeKeepsTheSchema(t *testing.T) {
	schema := compiled(t)
	refused := 0
	for change, data := range spoiled(t, encode(t, full())) {
		_, err := Decode("r.json", data)
		if invalid := valid(t, schema, data); invalid != nil {
			refused++
			if err == nil {
				t.Errorf("%s: read, though the schema refuses it: %v", change, invalid)
			}
		}
	}
	if refused < 500 {
		t.Errorf("%d variants that the schema refuses: expected some hundreds", refused)
	}
}

func valid(t testing.TB, schema *jsonschema.Schema, data []byte) error {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

func TestDecodeIsBounded(t *testing.T) {
	long := strings.Replace(string(encode(t, full())), `"tool":{`, `"`+strings.Repeat("x", 1<<20)+`":1,"tool":{`, 1)
	if _, err := Decode("r.json", []byte(long)); err == nil || len(err.Error()) > 500 {
		t.Errorf("an error of %d bytes", len(err.Error()))
	}
	if _, err := Decode("r.json", make([]byte, MaxBytes+1)); err == nil || !strings.Contains(err.Error(), "of at most 268435456 bytes") {
		t.Errorf("error %v", err)
	}
}

// Whatever the bytes are, Decode does not panic, and what it reads is valid,
// and the same when it is written and read again.
func FuzzReport(f *testing.F) {
	f.Add([]byte("{}"))
	f.Add([]byte(`{"format_version":"1.2"}`))
	f.Add(encode(f, full()))
	empty := Report{SchemaVersion: SchemaVersion, Tool: Tool{Name: "cisbench", Version: "v0"}, Benchmark: Benchmark{Version: "x"},
		Inputs: []Input{}, Controls: []Control{}, Findings: []Finding{}, Graph: Graph{Resources: []Node{}, Links: []Edge{}}, Diagnostics: []Diagnostic{}}
	f.Add(encode(f, empty))
	schema := compiled(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Decode("r.json", data)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "r.json:") {
				t.Errorf("error %v", err)
			}
			return
		}
		if err := valid(t, schema, encode(t, r)); err != nil {
			t.Errorf("read, though the schema refuses it: %v", err)
		}
		again, err := Decode("r.json", encode(t, r))
		if err != nil {
			t.Fatalf("what was read cannot be read again: %v", err)
		}
		if diff := cmp.Diff(r, again); diff != "" {
			t.Errorf("read twice (-first +second):\n%s", diff)
		}
		if _, err := Merge(Stored{"a", r}, Stored{"b", again}); err == nil && r.Shard != nil {
			t.Error("the same shard was merged twice")
		}
	})
}
