package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// BenchmarkStartup starts the built program beside an empty one: Terraform starts
// a provider several times for each plan, so what happens before main counts.
func BenchmarkStartup(b *testing.B) {
	dir := b.TempDir()
	empty := filepath.Join(dir, "empty.go")
	if err := os.WriteFile(empty, []byte("package main\n\nfunc main() {}\n"), 0o644); err != nil {
		b.Fatal(err)
	}
	for _, program := range []struct {
		name, source string
		args         []string
	}{
		{"empty", empty, nil},
		{"version", "../..", []string{"version"}},
	} {
		binary := filepath.Join(dir, program.name)
		if out, err := exec.Command("go", "build", "-o", binary, program.source).CombinedOutput(); err != nil {
			b.Fatalf("building: %v\n%s", err, out)
		}
		b.Run(program.name, func(b *testing.B) {
			for b.Loop() {
				if err := exec.Command(binary, program.args...).Run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
