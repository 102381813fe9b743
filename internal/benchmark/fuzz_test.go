package benchmark

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// Whatever the bytes, Load gives a whole benchmark or an error that says where.
func FuzzCatalogue(f *testing.F) {
	// The embedded files would only slow the fuzzer: they are long, and of one form.
	data, err := os.ReadFile("testdata/kube-bench.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(minimal))
	located := regexp.MustCompile(`^f\.yaml:([1-9][0-9]*:| [0-9]+ more problems$)`)
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Load("f.yaml", data)
		if err != nil {
			for line := range strings.SplitSeq(err.Error(), "\n") {
				if b != nil || !located.MatchString(line) {
					t.Fatalf("benchmark %v with the error %q", b, err)
				}
			}
			return
		}
		if b.Version == "" || b.Title() == "" || len(b.Parts) != 1 || b.Parts[0].ID == "" || len(b.Parts[0].Sections) == 0 {
			t.Fatalf("an incomplete benchmark: %+v", b)
		}
		for _, c := range b.Controls() {
			found, ok := b.Find(c.ID)
			if !ok || found.Title != c.Title || c.Title == "" || c.Severity == "" {
				t.Fatalf("an incomplete control: %+v", c)
			}
		}
	})
}
