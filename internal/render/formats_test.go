package render

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Every stored report is rendered in every format for machines. What the formats
// for people look like has tests of its own.
func TestFormats(t *testing.T) {
	for name, report := range stored(t) {
		for _, format := range Formats() {
			if slices.Contains([]string{"text", "json", "html"}, format.Name) || format.Name == "in-toto" && !attestable(report) {
				continue
			}
			t.Run(name+"/"+format.Name, func(t *testing.T) {
				dir := filepath.Join("testdata", "formats", format.Name)
				if *update {
					if err := os.MkdirAll(dir, 0o755); err != nil {
						t.Fatal(err)
					}
				}
				golden(t, filepath.Join("formats", format.Name, name), render(t, format, report, View{}))
			})
		}
	}
}

// attestable reports whether every input has a digest.
func attestable(r *finding.Report) bool {
	return len(r.Inputs) > 0 && !slices.ContainsFunc(r.Inputs, func(in finding.Input) bool { return in.SHA256 == "" })
}

func render(t testing.TB, format Format, report *finding.Report, view View) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := format.Write(&out, report, view); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func named(t testing.TB, name string) Format {
	t.Helper()
	f, err := Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The guide has a row for every format.
func TestFormatsGuide(t *testing.T) {
	guide, err := os.ReadFile(filepath.Join("..", "..", "templates", "guides", "formats.md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range Names() {
		if !bytes.Contains(guide, []byte("\n| `"+name+"` | ")) {
			t.Errorf("templates/guides/formats.md.tmpl has no row for %s: add one, and run make generate", name)
		}
	}
}
