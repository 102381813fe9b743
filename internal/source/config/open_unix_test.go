//go:build unix

package config

import (
	"net"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRead(t *testing.T) {
	parent := tree(t, map[string]string{
		"secret":      "secret",
		"root/a.tf":   "a",
		"root/sub/b":  "b",
		"root/exact":  strings.Repeat("x", maxSource),
		"root/larger": strings.Repeat("x", maxSource+1),
		"root/huge":   strings.Repeat("x", maxData+1),
	})
	root := filepath.Join(parent, "root")
	link(t, "a.tf", filepath.Join(root, "inside"))
	link(t, "sub", filepath.Join(root, "subdir"))
	link(t, "../secret", filepath.Join(root, "outside"))
	link(t, filepath.Join(parent, "secret"), filepath.Join(root, "absolute"))
	link(t, filepath.Join(root, "a.tf"), filepath.Join(root, "absolute-inside"))
	link(t, filepath.Join(root, "sub"), filepath.Join(root, "absolute-subdir"))
	link(t, "..", filepath.Join(root, "up"))
	link(t, "loop", filepath.Join(root, "loop"))
	link(t, "/dev/zero", filepath.Join(root, "zero"))
	if err := syscall.Mkfifo(filepath.Join(root, "fifo"), 0o644); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("unix", filepath.Join(root, "socket"))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	files := opened(t, root)

	const outside = "it leads outside of the scanned directory, of which nothing is read"
	tests := []struct{ name, want string }{
		{"a.tf", ""},
		{"./a.tf", ""},
		{"sub/../a.tf", ""},
		{"inside", ""},
		{"subdir/b", ""},
		{"absolute-inside", ""},
		{"absolute-subdir/b", ""},
		{"exact", ""},
		{"none", "reading none: no such file or directory"},
		{"sub", "reading sub: expected a regular file, found a directory"},
		{"fifo", "reading fifo: expected a regular file, found a FIFO"},
		{"socket", "reading socket: expected a regular file, found a socket"},
		{"larger", "reading larger: size limit: expected at most 4 MiB"},
		{"loop", "reading loop: too many levels of symbolic links"},
		{"../secret", "reading ../secret: " + outside},
		{"..", "reading ..: " + outside},
		{"sub/../../secret", "reading sub/../../secret: " + outside},
		{"/etc/passwd", "reading /etc/passwd: " + outside},
		{"outside", "reading outside: " + outside},
		{"absolute", "reading absolute: " + outside},
		{"up/secret", "reading up/secret: " + outside},
		{"zero", "reading zero: " + outside},
	}
	for _, tt := range tests {
		data, err := files.Read(tt.name)
		got := ""
		if err != nil {
			got = err.Error()
		} else if len(data) == 0 {
			t.Errorf("%s: empty", tt.name)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	if _, err := files.ReadData("larger"); err != nil {
		t.Error(err)
	}
	if _, err := files.ReadData("huge"); err == nil || !strings.Contains(err.Error(), "size limit: expected at most 16 MiB") {
		t.Errorf("a huge file: %v", err)
	}
}

func TestOddEntries(t *testing.T) {
	parent := tree(t, map[string]string{
		"outside.tf": `resource "a" "outside" {}`,
		"root/a.tf":  `resource "a" "a" {}`, "root/real": `resource "a" "linked" {}`,
		"root/dir.tf/x.tf": `resource "a" "x" {}`, "root/large.tf": strings.Repeat("#", maxSource+1),
	})
	root := filepath.Join(parent, "root")
	link(t, "real", filepath.Join(root, "inside.tf"))
	link(t, "../outside.tf", filepath.Join(root, "outside.tf"))
	link(t, "loop.tf", filepath.Join(root, "loop.tf"))
	link(t, "nowhere", filepath.Join(root, "broken.tf"))
	link(t, "large.tf", filepath.Join(root, "large_link.tf"))
	if err := syscall.Mkfifo(filepath.Join(root, "fifo.tf"), 0o644); err != nil {
		t.Fatal(err)
	}
	m, diags := opened(t, root).Module(".")
	want := []string{
		"warning broken.tf:1: skipped: reading broken.tf: no such file or directory",
		"warning dir.tf:1: skipped: reading dir.tf: expected a regular file, found a directory",
		"warning fifo.tf:1: skipped: reading fifo.tf: expected a regular file, found a FIFO",
		"error large.tf:1: reading large.tf: size limit: expected at most 4 MiB",
		"error large_link.tf:1: reading large_link.tf: size limit: expected at most 4 MiB",
		"warning loop.tf:1: skipped: reading loop.tf: too many levels of symbolic links",
		"warning outside.tf:1: skipped: reading outside.tf: it leads outside of the scanned directory, of which nothing is read",
	}
	if diff := cmp.Diff(want, told(diags)); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	if len(m.Resources) != 2 {
		t.Errorf("%d resources, 2 expected", len(m.Resources))
	}
}
