package config

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each program reads its own files, and the others are named. A change of contents is
// seen in each reading.
func TestAs(t *testing.T) {
	files := opened(t, tree(t, map[string]string{
		"a.tf": "locals {\n  a = 1\n}\n", "a.tofu": "locals {\n  b = 1\n}\n", "only.tofu": "locals {\n  c = 1\n}\n", "both.tf": "locals {\n  d = 1\n}\n",
		"plain/main.tf": "locals {\n  e = 1\n}\n",
	}))
	locals := func(f *Files, dir string) []string {
		m, _ := f.Module(dir)
		var names []string
		for name := range m.Locals {
			names = append(names, name)
		}
		slices.Sort(names)
		return names
	}
	for program, want := range map[Program][]string{AnyProgram: {"b", "c", "d"}, OpenTofu: {"b", "c", "d"}, Terraform: {"a", "d"}} {
		view := files.As(program)
		if diff := cmp.Diff(want, locals(view, ".")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", program, diff)
		}
		m, _ := view.Module(".")
		if unread := len(m.Unread); (unread > 0) != (program == AnyProgram) {
			t.Errorf("%q: %d parts are not read", program, unread)
		}
		if files.As(program) != view || view.As(AnyProgram) != files {
			t.Errorf("%q: the reading is made twice", program)
		}
		if a, _ := files.Module("plain"); a == nil {
			t.Error("no module")
		} else if b, _ := view.Module("plain"); a != b {
			t.Errorf("%q: a directory of which there is one reading is read twice", program)
		}
	}
	changed, err := files.With("a.tf", []byte("locals {\n  x = 1\n}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"d", "x"}, locals(changed.As(Terraform), ".")); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a", "d"}, locals(files.As(Terraform), ".")); diff != "" {
		t.Errorf("not changed (-want +got):\n%s", diff)
	}
}
