package usercontrol_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/usercontrol"
)

// What the examples show can be used as it stands.
func TestExamples(t *testing.T) {
	files, err := filepath.Glob("../../examples/controls/*.yaml")
	if err != nil || len(files) < 2 {
		t.Fatalf("%d examples (%v)", len(files), err)
	}
	base, err := benchmark.Open(benchmark.Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		b, err := benchmark.Load(filepath.Base(path), text)
		if err != nil {
			t.Fatal(err)
		}
		if b, err = base.Join(b); err != nil {
			t.Fatal(err)
		}
		if _, err := usercontrol.Evaluators(b); err != nil {
			t.Error(err)
		}
	}
}

// The guide's rules are read without a mistake, but for those behind which it shows
// what is said of them.
func TestGuide(t *testing.T) {
	text, err := os.ReadFile("../../templates/guides/own-controls.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	const head = "controls:\nversion: \"acme-1\"\nid: A\ntext: \"Acme\"\ngroups:\n  - id: A.1\n    text: \"Rules\"\n    checks:\n"
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)\n```\n(?:\n```text\n(.*?)\n```)?").FindAllStringSubmatch(string(text), -1)
	if len(blocks) < 3 {
		t.Fatalf("%d blocks of rules", len(blocks))
	}
	mistaken := 0
	for _, block := range blocks {
		rules := head + "      " + strings.ReplaceAll(block[1], "\n", "\n      ") + "\n"
		b, err := benchmark.Load("own.yaml", []byte(rules))
		if err != nil {
			t.Errorf("%v in\n%s", err, rules)
			continue
		}
		said := ""
		if _, err := usercontrol.Evaluators(b); err != nil {
			said = err.Error()
			mistaken++
		}
		if diff := cmp.Diff(block[2], said); diff != "" {
			t.Errorf("what is said (-guide +program):\n%s", diff)
		}
	}
	if mistaken == 0 {
		t.Error("the guide shows no mistake")
	}
}
