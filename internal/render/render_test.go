package render

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// stored reads the reports of testdata by name.
func stored(t *testing.T) map[string]*finding.Report {
	t.Helper()
	return storedIn(t, "testdata")
}

func storedIn(t *testing.T, dir string) map[string]*finding.Report {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no stored reports: %v", err)
	}
	reports := map[string]*finding.Report{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		report := new(finding.Report)
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.DisallowUnknownFields()
		if err := dec.Decode(report); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		reports[strings.TrimSuffix(filepath.Base(path), ".json")] = report
	}
	return reports
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("run go test ./internal/render -update, and read what it writes: %v", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func TestText(t *testing.T) {
	views := []struct {
		suffix string
		view   View
	}{
		{"", View{}},
		{".quiet", View{Quiet: true}},
		{".verbose", View{Verbose: true}},
		{".terminal", View{Color: true, Width: 72}},
	}
	for name, report := range stored(t) {
		for _, v := range views {
			t.Run(name+v.suffix, func(t *testing.T) {
				var out bytes.Buffer
				v.view.Outcome = "exit 1, because of the test"
				if err := Text(&out, report, v.view); err != nil {
					t.Fatal(err)
				}
				golden(t, name+v.suffix+".txt", out.Bytes())
			})
		}
	}
}

// What is rendered from a stored report must be what was rendered from the scan.
func TestJSONIsStable(t *testing.T) {
	for name, report := range stored(t) {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if err := JSON(&out, report, View{}); err != nil {
				t.Fatal(err)
			}
			var again finding.Report
			if err := json.Unmarshal(out.Bytes(), &again); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(report, &again); diff != "" {
				t.Errorf("report before and after (-before +after):\n%s", diff)
			}
			var twice bytes.Buffer
			if err := JSON(&twice, &again, View{}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(out.String(), twice.String()); diff != "" {
				t.Errorf("bytes (-first +second):\n%s", diff)
			}
		})
	}
}

func TestJSONIsValid(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(finding.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("report.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	reports := stored(t)
	// The zero lists of a report that nobody filled are lists all the same.
	reports["bare"] = &finding.Report{SchemaVersion: finding.SchemaVersion,
		Tool: finding.Tool{Name: "cisbench", Version: "v0"}, Benchmark: finding.Benchmark{Version: "x"}}
	for name, report := range reports {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if err := JSON(&out, report, View{}); err != nil {
				t.Fatal(err)
			}
			if !bytes.HasSuffix(out.Bytes(), []byte("}\n")) {
				t.Error("the report does not end in a newline")
			}
			value, err := jsonschema.UnmarshalJSON(&out)
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestFind(t *testing.T) {
	for _, name := range Names() {
		if f, err := Find(name); err != nil || f.Name != name {
			t.Errorf("Find(%q) = %q, %v", name, f.Name, err)
		}
	}
	_, err := Find("xml")
	if want := `unknown format "xml": expected one of ` + strings.Join(Names(), ", "); err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}
