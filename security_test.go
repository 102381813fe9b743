package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// SECURITY.md names the tests of each promise. A test that is renamed or deleted
// must not leave a promise that only looks tested.
func TestSecurityNamesTests(t *testing.T) {
	content, err := os.ReadFile("SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	var tests strings.Builder
	sources(t, func(path string, content []byte) {
		if strings.HasSuffix(path, "_test.go") {
			tests.Write(content)
		}
	})
	named := regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z]+|[a-z_]+\\.txtar)`").FindAllStringSubmatch(string(content), -1)
	for _, match := range named {
		name := match[1]
		if strings.HasSuffix(name, ".txtar") {
			if _, err := os.Stat(filepath.Join("internal", "cli", "testdata", "script", name)); err != nil {
				t.Errorf("SECURITY.md names the script %s: %v", name, err)
			}
		} else if !strings.Contains(tests.String(), "\nfunc "+name+"(") {
			t.Errorf("SECURITY.md names %s, and no test is called so", name)
		}
	}
	promises := regexp.MustCompile(`(?m)^### `).FindAllString(string(content), -1)
	lists := regexp.MustCompile(`(?m)^Tests: `).FindAllString(string(content), -1)
	if len(promises) == 0 || len(promises) != len(lists) {
		t.Errorf("%d sections of promises and %d lists of tests: expected a list in each section", len(promises), len(lists))
	}
}
