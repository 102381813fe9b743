package config

import "testing"

// A file with other contents is read so everywhere, and nothing else changes.
func TestWith(t *testing.T) {
	files := opened(t, tree(t, map[string]string{
		"a/main.tf": "locals {\n  a = 1\n}\n",
		"b/main.tf": "locals {\n  b = 1\n}\n",
	}))
	a, _ := files.Module("a")
	b, _ := files.Module("b")
	with, err := files.With("./a/main.tf", []byte("locals {\n  c = 1\n}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if m, _ := with.Module("a"); m.Locals["c"] == nil || m.Locals["a"] != nil {
		t.Errorf("the module of the changed file: %v", m.Locals)
	}
	if m, _ := with.Module("b"); m != b {
		t.Error("another module was read again")
	}
	if m, _ := files.Module("a"); m != a {
		t.Error("the change is in the files themselves")
	}
	again, err := with.With("b/main.tf", nil)
	if err != nil {
		t.Fatal(err)
	}
	if src, err := again.Read("a/main.tf"); err != nil || string(src) != "locals {\n  c = 1\n}\n" {
		t.Errorf("a second change takes the first away: %q, %v", src, err)
	}
	if _, err := files.With("../main.tf", nil); err == nil {
		t.Error("a file outside was changed")
	}
}
