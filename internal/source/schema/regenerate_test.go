package schema_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The table is what the real providers say, where they are at hand.
func TestTableIsRegenerated(t *testing.T) {
	if testing.Short() {
		t.Skip("the real AWS provider takes its time")
	}
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Skip("terraform is not on PATH: the providers are not asked")
	}
	out := filepath.Join(t.TempDir(), "schema.json")
	cmd := exec.Command("go", "run", "./makeschema", "-o", out)
	cmd.Dir = filepath.FromSlash("../../tools")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		if strings.Contains(stderr.String(), "makeschema: gathering providers: ") {
			t.Skipf("the providers cannot be asked: %s", stderr.String())
		}
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	got, want := lines(t, out), lines(t, "schema.json")
	if got[0] != want[0] {
		t.Skipf("the providers at hand are others: %s, the table has %s", got[0], want[0])
	}
	made, stored := archived(t, filepath.Join(filepath.Dir(out), "others.zip")), archived(t, "others.zip")
	for name := range made {
		if made[name] != stored[name] {
			t.Errorf("others.zip differs at %s from what the providers say: run make schema", name)
		}
	}
	if len(made) != len(stored) {
		t.Errorf("others.zip has %d types, want %d: run make schema", len(stored), len(made))
	}
	// Lines are long: name those that differ.
	var differ []string
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			differ = append(differ, cmp.Diff(at(want, i), at(got, i)))
		}
	}
	if len(differ) > 0 {
		t.Errorf("%d lines of schema.json differ from what the providers say: run make schema. The first (-want +got):\n%s", len(differ), differ[0])
	}
}

// archived are the files of an archive by name.
func archived(t *testing.T, path string) map[string]string {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close() // only read from
	all := map[string]string{}
	for _, file := range archive.File {
		content, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		all[file.Name] = string(text)
	}
	return all
}

func lines(t *testing.T, path string) []string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(strings.Split(string(content), "\n"), func(line string) bool { return strings.HasPrefix(line, `"made":`) })
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
