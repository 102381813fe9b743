package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// testCase is a folder to plan and the file its plan goes to.
type testCase struct {
	name string // slash-separated, relative to the repository's root
	dir  string
	out  string
}

// caseGlobs are where cases live, relative to the repository's root. Deeper
// folders are modules of a case.
var caseGlobs = [...]string{
	"internal/controls/testdata/*/*",
	"internal/usercontrol/testdata/*/*",
	"internal/plan/testdata/*",
	"internal/scan/testdata/mended/*/*",
	"examples/*",
}

// findCases lists the cases at or below the given paths, or all of them.
func findCases(root string, paths []string) ([]testCase, error) {
	var all []testCase
	for _, glob := range caseGlobs {
		dirs, err := filepath.Glob(filepath.Join(root, glob))
		if err != nil {
			return nil, err
		}
		for _, dir := range dirs {
			if c, ok := asCase(root, dir); ok {
				all = append(all, c)
			}
		}
	}
	if len(paths) == 0 {
		return all, nil
	}
	var found []testCase
	for _, p := range paths {
		matched := below(all, strings.TrimSuffix(filepath.ToSlash(filepath.Clean(p)), "/"))
		if len(matched) == 0 {
			return nil, fmt.Errorf("%s: expected a case folder, or a folder of them, relative to %s", p, root)
		}
		found = append(found, matched...)
	}
	return found, nil
}

func below(cases []testCase, prefix string) []testCase {
	var found []testCase
	for _, c := range cases {
		if c.name == prefix || strings.HasPrefix(c.name, prefix+"/") {
			found = append(found, c)
		}
	}
	return found
}

func asCase(root, dir string) (testCase, bool) {
	rel, err := filepath.Rel(root, dir)
	if err != nil {
		return testCase{}, false
	}
	c := testCase{name: filepath.ToSlash(rel), dir: dir}
	switch {
	case isFile(filepath.Join(dir, "main.tf")):
		c.out = filepath.Join(dir, "plan.json")
	case isFile(filepath.Join(dir, "before", "main.tf")):
		c.out = filepath.Join(dir, "state.json")
	default:
		return testCase{}, false
	}
	// A reader of an example should find Terraform there and nothing else.
	if parent, stack := filepath.Split(dir); filepath.Base(parent) == "examples" {
		c.out = filepath.Join(parent, "plans", stack+".json")
	}
	return c, true
}

func withoutPlan(cases []testCase) []testCase {
	var todo []testCase
	for _, c := range cases {
		if !isFile(c.out) {
			todo = append(todo, c)
		}
	}
	return todo
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
