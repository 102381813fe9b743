package source

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
)

// FuzzSource evaluates two files as a module, the one in native and the other in
// JSON syntax, and has every control judge what comes of them. Nothing is
// expected of the verdicts but that they are given.
func FuzzSource(f *testing.F) {
	cases, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil || len(cases) == 0 {
		f.Fatalf("no cases: %v", err)
	}
	for _, name := range cases {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		native, json := []byte(nil), []byte("{}")
		for _, file := range archive.Files {
			switch filepath.Ext(file.Name) {
			case ".tf":
				native = append(native, file.Data...)
			case ".json":
				json = file.Data
			}
		}
		f.Add(native, json)
	}
	f.Add([]byte("module \"m\" {\n  source = \".\"\n}\n"), []byte(`{"module": {"n": {"source": "./"}}}`))
	f.Add([]byte("resource \"aws_eks_cluster\" \"c\" {\n  vpc_config {\n    endpoint_public_access = \xff\n  }\n}"), []byte("\xff"))
	f.Add([]byte("resource \"aws_eks_cluster\" \"c\" {\n  dynamic \"vpc_config\" {\n    for_each = aws_eks_cluster.c\n    content {\n      public_access_cidrs = vpc_config.value[*]\n    }\n  }\n}"), []byte(`{"data": {"aws_iam_policy_document": {"p": {"statement": null}}}}`))
	table := controls.Table()
	o := Options{}
	for _, e := range table {
		o.Reads = append(o.Reads, e.Reads...)
		o.Subjects = append(o.Subjects, e.Subjects...)
	}
	f.Fuzz(func(t *testing.T, native, json []byte) {
		dir := write(t, &txtar.Archive{Files: []txtar.File{{Name: "main.tf", Data: native}, {Name: "b.tf.json", Data: json}}})
		root := load(t, dir, ".", o)
		for _, e := range table {
			for _, v := range e.Evaluate(control.Input{Graph: root.Graph}) {
				if v.Status == "" {
					t.Errorf("%s says nothing of %v", e.Key, v.Subject)
				}
			}
		}
		for _, r := range root.Graph.Resources() {
			if root.Instance(r.Address) == nil || !root.Declares(r.Address) {
				t.Errorf("%s is not found again", r)
			}
		}
		for name := range root.module.config.Outputs {
			root.module.output(name)
		}
		root.Diagnostics()
	})
}
