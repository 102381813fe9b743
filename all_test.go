package main

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Rules about the repository as a whole. A rule that no test holds is a wish.

const module = "github.com/cisbench/terraform-provider-cisbench"

// layers gives every package its place: it imports only packages with a lower
// number. A front end never imports another, and an evaluator never sees where
// a graph came from.
func layers() map[string]int {
	return map[string]int{
		"internal/graph":               0,
		"internal/logic":               0,
		"internal/page":                0,
		"internal/repository":          0,
		"internal/document":            0,
		"internal/benchmark":           1,
		"internal/finding":             1,
		"internal/setting":             1,
		"internal/graph/graphtest":     1,
		"internal/iampolicy":           1,
		"internal/source/function":     1,
		"internal/source/schema":       1,
		"internal/baseline":            2,
		"internal/control":             2,
		"internal/drawing":             2,
		"internal/source/config":       2,
		"internal/plan":                3,
		"internal/source":              3,
		"internal/facts/kube":          3,
		"internal/facts/network":       3,
		"internal/facts/ecr":           3,
		"internal/facts/eks":           4,
		"internal/facts/tls":           4,
		"internal/facts/iam":           5,
		"internal/facts/kms":           5,
		"internal/facts/node":          6,
		"internal/facts/networkpolicy": 7,
		"internal/controls":            8,
		"internal/usercontrol":         8,
		"internal/assess":              9,
		"internal/render":              9,
		"internal/suggest":             9,
		"internal/scan":                10,
		"internal/cli":                 11,
		"internal/provider":            11,
		"internal/provider/acceptance": 12,
		"":                             12, // main
	}
}

func TestImportsGoOneWay(t *testing.T) {
	list := exec.Command("go", "list", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "./...")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	short := func(path string) string { return strings.TrimPrefix(strings.TrimPrefix(path, module), "/") }
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		from := short(fields[0])
		place, ok := layers()[from]
		if !ok {
			t.Errorf("%s has no place in the layers: give it one in all_test.go", from)
			continue
		}
		for _, path := range fields[1:] {
			if !strings.HasPrefix(path, module) {
				continue
			}
			if to := short(path); layers()[to] >= place {
				t.Errorf("%q (layer %d) imports %q (layer %d)", from, place, to, layers()[to])
			}
			if strings.HasSuffix(path, "/graphtest") {
				t.Errorf("%q imports graphtest, which is for tests", from)
			}
		}
	}
}

// One package reads YAML, so that another library would be a change of that package:
// yaml.v3 is archived. Manifests are read as Kubernetes reads them.
func TestOnePackageReadsYAML(t *testing.T) {
	imports := map[string]bool{}
	sources(t, func(name string, content []byte) {
		if !strings.HasSuffix(name, "_test.go") && bytes.Contains(content, []byte(`"gopkg.in/yaml.v3"`)) {
			imports[path.Dir(name)] = true
		}
	})
	want := map[string]bool{"internal/document": true, "internal/facts/kube": true}
	if diff := cmp.Diff(want, imports); diff != "" {
		t.Errorf("packages that import yaml.v3 (-want +got):\n%s", diff)
	}
}

// Tests count work, such as steps, values and allocations: a clock also measures what
// else the machine does. Only benchmarks read it.
func TestNoTestIsTimed(t *testing.T) {
	clock := map[string]bool{"time.Since": true, "time.Until": true, "time.After": true, "context.WithTimeout": true, "context.WithDeadline": true}
	sources(t, func(name string, content []byte) {
		if !strings.HasSuffix(name, "_test.go") || path.Base(name) == "bench_test.go" {
			return
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, content, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if in, ok := s.X.(*ast.Ident); ok && clock[in.Name+"."+s.Sel.Name] {
					t.Errorf("%s calls %s.%s: count the work instead", name, in.Name, s.Sel.Name)
				}
			}
			return true
		})
	})
}

// CONTRIBUTING.md lists the packages with their layers.
func TestLayout(t *testing.T) {
	content, err := os.ReadFile("CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{"": 12}
	for _, match := range regexp.MustCompile(`(?m)^  ([a-z/]+)/ +(\d+)  \S`).FindAllStringSubmatch(string(content), -1) {
		layer, err := strconv.Atoi(match[2])
		if err != nil {
			t.Fatal(err)
		}
		got["internal/"+match[1]] = layer
	}
	if diff := cmp.Diff(layers(), got); diff != "" {
		t.Errorf("the layout in CONTRIBUTING.md (-want +got):\n%s", diff)
	}
}

// files gives every file of the repository to fn, with its contents.
func files(t *testing.T, fn func(path string, content []byte)) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == ".git" || entry.Name() == ".terraform" || entry.Name() == "dist") {
			return filepath.SkipDir
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		content, err := os.ReadFile(path)
		if err == nil {
			fn(filepath.ToSlash(path), content)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func sources(t *testing.T, fn func(path string, content []byte)) {
	t.Helper()
	files(t, func(path string, content []byte) {
		if strings.HasSuffix(path, ".go") && !strings.Contains(path, "/testdata/") {
			fn(path, content)
		}
	})
}

// A file answers one question, and is read in one go.
func TestFilesAreShort(t *testing.T) {
	const most = 400
	sources(t, func(path string, content []byte) {
		if lines := bytes.Count(content, []byte("\n")); lines > most {
			t.Errorf("%s has %d lines: split what has more than %d", path, lines, most)
		}
	})
}

func TestFormatted(t *testing.T) {
	sources(t, func(path string, content []byte) {
		formatted, err := format.Source(content)
		if err != nil {
			t.Errorf("%s: %v", path, err)
		} else if !bytes.Equal(formatted, content) {
			t.Errorf("%s is not formatted: run make fmt", path)
		}
	})
}

// Nothing happens before main, and every package says what it is for.
func TestPackages(t *testing.T) {
	documented := map[string]bool{}
	sources(t, func(path string, content []byte) {
		file, err := parser.ParseFile(token.NewFileSet(), path, content, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s has an init function", path)
			}
		}
		if !strings.HasSuffix(path, "_test.go") {
			dir := filepath.Dir(path)
			documented[dir] = documented[dir] || file.Doc != nil
		}
	})
	for dir, ok := range documented {
		if !ok {
			t.Errorf("%s has no package comment: say what it is for, and what it is not", dir)
		}
	}
}

// One file starts programs: what a scanned repository contains must not decide
// which. The tools are not part of the program.
func TestOneFileStartsPrograms(t *testing.T) {
	allowed := []string{"internal/scan/show.go", "internal/scan/group_unix.go", "internal/scan/group_other.go"}
	starts := regexp.MustCompile(`"os/exec"|\bos\.StartProcess\b|\bsyscall\.(Exec|ForkExec|StartProcess)\b`)
	sources(t, func(path string, content []byte) {
		if !strings.HasSuffix(path, "_test.go") && !strings.HasPrefix(path, "internal/tools/") && !slices.Contains(allowed, path) && starts.Match(content) {
			t.Errorf("%s starts programs: expected that of none but %v", path, allowed)
		}
	})
}

// What a file says must be true on every machine, and leave nothing for later.
func TestNoMachineAndNoLater(t *testing.T) {
	marker := regexp.MustCompile(`\b(` + "TO" + `DO|` + "FIX" + `ME|` + "XX" + `X)\b`)
	var places []string
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // a machine without homes betrays none
	}
	for _, place := range []string{root, home, filepath.Dir(root)} {
		if len(place) > 4 {
			places = append(places, place+"/")
		}
	}
	files(t, func(path string, content []byte) {
		for _, place := range places {
			if at := bytes.Index(content, []byte(place)); at >= 0 {
				t.Errorf("%s names a place on this machine: %q", path, content[at:min(len(content), at+60)])
			}
		}
		if !strings.Contains(path, "testdata/") {
			if found := marker.Find(content); found != nil {
				t.Errorf("%s says %s: do it, or delete it", path, found)
			}
		}
	})
}
