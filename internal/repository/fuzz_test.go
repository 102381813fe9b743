package repository

import (
	"os"
	"path/filepath"
	"testing"
)

// An index may be anything: it is read without a panic, and into no more paths
// than its bytes hold.
func FuzzIndex(f *testing.F) {
	seeds, err := filepath.Glob(filepath.Join("testdata", "index*"))
	if err != nil || len(seeds) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, seed := range seeds {
		data, err := os.ReadFile(seed)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, ids := range []int{20, 32} {
			entries, _ := parseIndex(data, ids)
			if len(entries)*(42+ids) > len(data) {
				t.Errorf("%d paths of %d bytes", len(entries), len(data))
			}
		}
	})
}

// A pattern may be anything, too, and a file of the user's configuration.
func FuzzPattern(f *testing.F) {
	for _, line := range []string{"*.env", "!/a/**/b/", "[![:digit:]]*", `\#x\ `, "**", "{a,b}"} {
		f.Add(line, "a/b/c.env")
	}
	f.Fuzz(func(t *testing.T, line, name string) {
		if p, ok := parsePattern(line); ok {
			last([]pattern{p}, []string{name, "x"}, false)
		}
	})
}

func FuzzConfig(f *testing.F) {
	f.Add("[safe]\n\tdirectory = *\n[include]\n\tpath = x\n")
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "config")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		readConfig(path, environment(nil), 0)
	})
}
