package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/suggest"
)

// What the guide shows is what the program prints, and the arguments that it
// lists are those that there are.
func TestSuggestGuide(t *testing.T) {
	guide, err := os.ReadFile("../../templates/guides/suggest.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	block := func(language string) string {
		m := regexp.MustCompile("(?s)```" + language + "\n(.*?)```").FindSubmatch(guide)
		if m == nil {
			t.Fatalf("the guide has no %s", language)
		}
		return string(m[1])
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("main.tf", []byte(block("terraform")), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	none := func(string) string { return "" }
	if code := Run(context.Background(), []string{"scan", "--suggest", "--quiet"}, nil, &stdout, &stderr, none); code != codeFindings {
		t.Fatalf("exit %d: %s", code, &stderr)
	}
	if want := block("diff"); !strings.Contains(stdout.String(), want) {
		t.Errorf("expected\n%s\nin\n%s", want, &stdout)
	}
	for _, m := range suggest.Mends() {
		argument := m.Argument + " = " + strings.ReplaceAll(m.Value.GoString(), "cty.", "")
		if m.Member != "" {
			argument = m.Member
		}
		if !strings.Contains(strings.ToLower(string(guide)), "`"+strings.ToLower(argument)) || !strings.Contains(string(guide), "`"+m.Type+"`") {
			t.Errorf("the guide does not list %s of %s", argument, m.Type)
		}
	}
	words := strings.Fields(block("sh"))
	c, _, err := (&app{}).root().Find(words[1:])
	if err == nil {
		err = c.ParseFlags(words[2:])
	}
	if err != nil {
		t.Errorf("%v: %v", words, err)
	}
	if found, _ := filepath.Glob(".cisbench-*"); len(found) > 0 {
		t.Errorf("left behind: %v", found)
	}
}
