package render

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// The guide has a row for every format, with all cells written, and README.md
// lists every format.
func TestFormatsGuide(t *testing.T) {
	read := func(name string) string {
		content, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	listed := func(text, pattern string) []string {
		var names []string
		for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
			names = append(names, match[1])
		}
		slices.Sort(names)
		return names
	}
	want := slices.Sorted(slices.Values(Names()))
	rows := listed(read("templates/guides/formats.md.tmpl"), "(?m)^\\| `([a-z0-9-]+)` (?:\\| [^| ][^|]* ){3}\\|$")
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("the table of templates/guides/formats.md.tmpl has no row for a format, or an empty cell: write it, and run make generate (-formats +guide):\n%s", diff)
	}
	list := regexp.MustCompile(`(?s)- \[Formats\].*?\. `).FindString(read("README.md"))
	if diff := cmp.Diff(want, listed(list, "`([a-z0-9-]+)`")); diff != "" {
		t.Errorf("the list under [Formats] in README.md is not that of Formats in format.go (-formats +readme):\n%s", diff)
	}
}
