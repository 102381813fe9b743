package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"regexp"
	"slices"
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

// The table of controls in README.md is the catalogue's.
func TestReadmeTable(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	b, err := benchmark.Open(benchmark.Default)
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for _, c := range b.Controls() {
		want = append(want, c.ID+" "+c.Key)
	}
	for _, row := range regexp.MustCompile("(?m)^\\| (5[.0-9]+) \\| `([a-z-]+)` \\|").FindAllStringSubmatch(string(readme), -1) {
		got = append(got, row[1]+" "+row[2])
	}
	if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
		t.Errorf("controls of the catalogue and of README.md (-want +got):\n%s", diff)
	}
}
