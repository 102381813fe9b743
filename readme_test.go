package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/cli"
)

var update = flag.Bool("update", false, "rewrite what README.md shows")

// TestReadme holds what README.md shows to what the program prints: a block that
// begins "$ go run . ARGUMENTS" goes on with the output of that command.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	block := regexp.MustCompile("(?s)```console\n\\$ go run \\. ([^\n]*)\n(.*?)```\n")
	got := block.ReplaceAllFunc(readme, func(match []byte) []byte {
		shown++
		args := string(block.FindSubmatch(match)[1])
		var stdout, stderr bytes.Buffer
		code := cli.Run(context.Background(), strings.Fields(args), strings.NewReader(""), &stdout, &stderr,
			func(string) string { return "" })
		if code == 2 || stderr.Len() > 0 {
			t.Errorf("go run . %s: exit %d: %s", args, code, stderr.String())
		}
		return []byte("```console\n$ go run . " + args + "\n" + stdout.String() + "```\n")
	})
	if shown < 2 {
		t.Errorf("README.md shows the output of %d commands: expected one for each example", shown)
	}
	if *update {
		if err := os.WriteFile("README.md", got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(readme), string(got)); diff != "" {
		t.Errorf("README.md is not what the program prints: run make generate (-readme +program):\n%s", diff)
	}
}

// The table of controls in README.md is the catalogue's: ids, keys, titles and pages.
func TestReadmeTable(t *testing.T) {
	b, err := benchmark.Open(benchmark.Default)
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for _, c := range b.Controls() {
		title := strings.TrimSuffix(strings.TrimSuffix(c.Title, " (Manual)"), " (Automated)")
		want = append(want, fmt.Sprintf("| %s | `%s` | [%s](docs/guides/control-%s.md) |", c.ID, c.Key, title, c.Key))
	}
	readme := text(t, "README.md")
	for _, row := range regexp.MustCompile("(?m)^(\\| [A-Z0-9][.A-Z0-9]* \\| `[a-z0-9-]+` \\| \\[.*?\\]\\(.*?\\) \\|) [^|]+ \\|$").FindAllStringSubmatch(readme, -1) {
		got = append(got, row[1])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the table under \"The controls\" in README.md does not have the rows of the catalogue, each with a cell for what decides it (-catalogue +readme):\n%s", diff)
	}
}

// What README.md says of other scanners is in the guide, with the same versions
// and under the same control, and no control is left out.
func TestReadmeComparison(t *testing.T) {
	b, err := benchmark.Open(benchmark.Default)
	if err != nil {
		t.Fatal(err)
	}
	readme, guide := text(t, "README.md"), text(t, "docs/guides/comparison.md")
	header := regexp.MustCompile(`(?m)^\| \|( [A-Za-z-]+ [0-9.]+ \|)+$`).FindString(readme)
	versions := regexp.MustCompile(`([A-Za-z-]+) ([0-9.]+)`).FindAllStringSubmatch(header, -1)
	if len(versions) == 0 {
		t.Error("README.md compares with nothing")
	}
	for _, version := range versions {
		if !regexp.MustCompile(`(?m)^\| \[` + version[1] + `\]\(\S+\) \| ` + regexp.QuoteMeta(version[2]) + `\b`).MatchString(guide) {
			t.Errorf("the guide does not say that it is about %s %s", version[1], version[2])
		}
	}
	for _, c := range b.Controls() {
		row := regexp.MustCompile(`(?m)^\| ` + regexp.QuoteMeta(c.ID) + ` \|( [^|]+ \|){` + strconv.Itoa(len(versions)) + `}$`).FindString(readme)
		_, section, found := strings.Cut(guide, "\n### "+c.ID+" ")
		if row == "" {
			t.Errorf("%s: the table under \"Beside other scanners\" in README.md has no row with %d cells after the id: add the rules that check this, or –", c.ID, len(versions))
		}
		if !found {
			t.Errorf("%s: templates/guides/comparison.md.tmpl has no section \"### %s ...\": add one, and run make generate", c.ID, c.ID)
		}
		if row == "" || !found {
			continue
		}
		section, _, _ = strings.Cut(section, "\n### ")
		rules := regexp.MustCompile("`[^`]+`").FindAllString(row, -1)
		for _, rule := range rules {
			if !strings.Contains(section, rule) {
				t.Errorf("%s: the guide does not say what %s reads", c.ID, rule)
			}
		}
		if len(rules) == 0 && !strings.Contains(section, "none found") {
			t.Errorf("%s: README.md names no rule, and the guide does not say that none was found", c.ID)
		}
	}
}

// TestReadmeLinks follows the links of README.md to files and their headings.
func TestReadmeLinks(t *testing.T) {
	links := regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(text(t, "README.md"), -1)
	for _, link := range links {
		path, anchor, _ := strings.Cut(link[1], "#")
		if strings.HasPrefix(path, "https://") {
			continue
		}
		if path == "" {
			path = "README.md"
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%v: if it is a page of docs, run make generate", err)
			continue
		}
		headings := map[string]bool{"": true}
		for line := range strings.Lines(text(t, path)) {
			if marks, heading, ok := strings.Cut(strings.TrimSpace(line), " "); ok && marks != "" && strings.Trim(marks, "#") == "" {
				// As GitHub makes an anchor of a heading.
				heading = regexp.MustCompile(`[^a-z0-9 -]`).ReplaceAllString(strings.ToLower(heading), "")
				headings[strings.ReplaceAll(heading, " ", "-")] = true
			}
		}
		if !headings[anchor] {
			t.Errorf("%s: no such heading", link[1])
		}
	}
	if len(links) == 0 {
		t.Error("README.md has no links")
	}
}

func text(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
