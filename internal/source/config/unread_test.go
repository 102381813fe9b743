package config

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What of a file cannot be read is named, and no argument of it is taken for not
// set: a block that is not closed is not there, and a broken argument is unknown.
func TestUnreadParts(t *testing.T) {
	const good = "resource \"a\" \"good\" {\n  x = 1\n}\n"
	tests := []struct {
		name   string
		files  map[string]string
		unread []string
		blocks []string // resources, with those of their arguments that are unknown
	}{
		{"all read", map[string]string{"a.tf": good}, nil, []string{"good"}},
		{"a block that is not closed", map[string]string{"a.tf": good + "resource \"a\" \"cut\" {\n  x = 1\n"}, []string{"a.tf:4"}, []string{"good"}},
		{"a nested block that is not closed", map[string]string{"a.tf": good + "resource \"a\" \"cut\" {\n  x = 1\n  b {\n    y = 1\n}\n"}, []string{"a.tf:4"}, []string{"good"}},
		{"a broken expression", map[string]string{"a.tf": "resource \"a\" \"x\" {\n  x = 1 +* 2\n  y = 2\n}\n" + good}, []string{"a.tf:2"}, []string{"x x", "good"}},
		{"an argument twice", map[string]string{"a.tf": "resource \"a\" \"x\" {\n  x = 1\n  x = 2\n}\n"}, []string{"a.tf:3"}, []string{"x x"}},
		{"an argument twice, in JSON", map[string]string{"a.tf.json": `{"resource": {"a": {"x": {"x": 1, "x": 2, "y": 3}}}}`}, []string{"a.tf.json:1"}, []string{"x x"}},
		{"a block twice", map[string]string{"a.tf": good, "b.tf": good}, []string{"b.tf:1"}, []string{"good"}},
		{"a block twice, in JSON", map[string]string{"a.tf": good, "a.tf.json": `{"resource": {"a": {"good": {}}}}`}, []string{"a.tf.json:1"}, []string{"good"}},
		{"a local value twice", map[string]string{"a.tf": good, "b.tf": "locals {\n  l = 1\n}\n", "c.tf": "locals {\n  l = 2\n}\n"}, []string{"c.tf:2"}, []string{"good"}},
		{"another file", map[string]string{"a.tf": good, "b.tf": "\xff\xfel\x00"}, []string{"b.tf:1"}, []string{"good"}},
		{"names that Terraform does not read", map[string]string{"a.tf": good, "B.TF": "}", "b.tf~": "}", ".c.tf": "}", "d.tftest.hcl": "}"}, nil, []string{"good"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m, _ := load(t, test.files)
			var unread, blocks []string
			for _, r := range m.Unread {
				unread = append(unread, fmt.Sprintf("%s:%d", r.Filename, r.Start.Line))
			}
			for _, r := range m.Resources {
				name := r.Name
				for _, a := range inOrder(r.Body.Attributes) {
					if v, diags := a.Expr.Value(nil); diags.HasErrors() || !v.IsKnown() {
						name += " " + a.Name
					}
				}
				blocks = append(blocks, name)
			}
			if diff := cmp.Diff(test.unread, unread); diff != "" {
				t.Errorf("unread (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.blocks, blocks); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
		})
	}
}
