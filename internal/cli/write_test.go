package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What cannot be written says why: here what no script can bring about.
func TestWritable(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not on the PATH")
	}
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	before := []byte("a = 1\n")
	if err := os.WriteFile(filepath.Join(root, "main.tf"), before, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}, {"-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"}} {
		c := exec.Command("git", args...)
		c.Dir = root
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v: %s", args, err, out)
		}
	}
	e := &edit{root: root, file: "main.tf", shown: "main.tf", before: before, after: []byte("a = 2\n")}
	if err := writable(e, os.Getenv); err != nil {
		t.Fatalf("a clean file: %v", err)
	}
	tests := []struct {
		name string
		edit edit
		want string
	}{
		{"changed since", edit{root: root, file: "main.tf", before: []byte("a = 0\n")}, "it has changed since it was scanned"},
		{"gone since", edit{root: root, file: "other.tf", before: before}, "no such file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if written, err := writeEdits([]*edit{e, &tt.edit}, os.Getenv); err == nil || !strings.Contains(err.Error(), tt.want) || len(written) > 0 {
				t.Errorf("wrote %v, got %v, want %q", written, err, tt.want)
			}
		})
	}
	if now, err := os.ReadFile(filepath.Join(root, "main.tf")); err != nil || string(now) != string(before) {
		t.Errorf("the file was changed: %q, %v", now, err)
	}
}
