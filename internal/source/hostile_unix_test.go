//go:build unix

package source

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// What a repository holds beside files, and what leads out of it, is not read:
// the canary outside appears nowhere.
func TestOutside(t *testing.T) {
	const canary = "canary-8c1f"
	parent := tree(t, "-- secret --\n"+canary+"\n-- secret.tf --\noutput \"canary\" { value = \""+canary+"\" }\n-- repo/sub/ok --\ninside\n-- repo/main.tf --\n"+`
locals {
  names = ["../secret", "sub/../../secret", "link", "dirlink/secret", "/etc/passwd", "~/.profile", "fifo", "sub", "zero", "loop"]
}
output "files" { value = [for n in local.names : try(file(n), "none")] }
output "hashes" { value = [for n in local.names : filesha256(n)] }
output "templates" { value = [for n in local.names : templatefile(n, {})] }
output "exists" { value = [for n in local.names : fileexists(n)] }
output "sets" { value = fileset("..", "**") }
output "inside" { value = file("sub/ok") }
output "absolute" { value = abspath(".") }
output "home" { value = pathexpand("~") }
`)
	root := filepath.Join(parent, "repo")
	for name, to := range map[string]string{
		"link": "../secret", "dirlink": "..", "linked.tf": "../secret.tf", "zero": "/dev/zero", "zero.tf": "/dev/zero",
		"loop": "loop", "loop.tf": "loop.tf", "gone.tf": "nowhere",
	} {
		if err := os.Symlink(to, filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"fifo", "fifo.tf"} {
		if err := syscall.Mkfifo(filepath.Join(root, name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(root, "directory.tf"), 0o755); err != nil {
		t.Fatal(err)
	}
	loaded := load(t, root, ".", judged())
	got := dump(loaded)
	if strings.Contains(got, canary) || strings.Contains(got, "root:") || strings.Contains(got, parent) {
		t.Errorf("what lies outside is read:\n%s", got)
	}
	for _, name := range []string{"files", "hashes", "templates", "exists", "sets", "absolute", "home"} {
		if loaded.module.output(name).IsWhollyKnown() {
			t.Errorf("output.%s is known: %s", name, text(loaded.module.output(name)))
		}
	}
	if !strings.Contains(got, `output.inside = "inside\n"`) {
		t.Error("what lies inside is not read")
	}
	for _, name := range []string{"linked.tf", "zero.tf", "loop.tf", "gone.tf", "fifo.tf", "directory.tf"} {
		if !strings.Contains(got, "warning: skipped: reading "+name) {
			t.Errorf("nobody says that %s is skipped", name)
		}
	}
	if roots := scanned(t, root, ".").Roots(); len(roots) != 1 {
		t.Errorf("%d roots", len(roots)) // so that what is skipped is told
	}
}

// A directory that may not be listed is named, and hides none of the others.
func TestUnlisted(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may list every directory")
	}
	root := tree(t, "-- good/main.tf --\n"+cluster+"-- locked/shop/main.tf --\n"+cluster)
	locked := filepath.Join(root, "locked")
	if err := os.Chmod(locked, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(locked, 0o755) })
	found := scanned(t, root, ".")
	if roots := found.Roots(); len(roots) != 1 || roots[0] != "good" {
		t.Errorf("roots %q, want the one that can be read", roots)
	}
	if errs := found.Unlisted(); len(errs) != 1 || !strings.Contains(errs[0].Error(), "listing locked: ") {
		t.Errorf("errors %v, want one that names the directory", errs)
	}
}

// Names of files are names, whatever is in them.
func TestOddNames(t *testing.T) {
	root := t.TempDir()
	names := []string{"a b.tf", "a;b.tf", "a\nb.tf", "--output=x.tf", "a\xffb.tf", "$(touch x).tf", "ünï.tf", "'.tf", "\x1b[31m.tf"}
	for i, name := range names {
		content := "resource \"aws_eks_cluster\" \"c" + string(rune('a'+i)) + "\" {}\n"
		if err := os.WriteFile(filepath.Join(root, name), []byte(content), 0o644); err != nil {
			t.Skipf("the file system does not have such names: %v", err)
		}
	}
	if err := os.MkdirAll(filepath.Join(root, "-d ;\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "-d ;\n", "main.tf"), []byte(cluster), 0o644); err != nil {
		t.Fatal(err)
	}
	loaded := load(t, root, ".", judged())
	if n := len(loaded.Graph.Resources()); n != len(names) {
		t.Errorf("%d resources of %d files:\n%s", n, len(names), dump(loaded))
	}
	found, err := Scan(context.Background(), opened(t, root), ".", Survey{Types: []string{"aws_eks_cluster"}})
	if err != nil || len(found.Roots()) != 2 {
		t.Errorf("roots %q, %v", found.Roots(), err)
	}
	for _, name := range names {
		if _, err := loaded.Read(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}
