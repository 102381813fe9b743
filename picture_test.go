package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/cli"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
)

// TestReadmePicture holds the picture in README.md to what the command at its top
// prints on a terminal, colours and line breaks included.
func TestReadmePicture(t *testing.T) {
	const (
		file    = ".github/scan.svg"
		columns = 104
		command = "go run . scan --control 5.1.3 --control 5.1.4 --control 5.3.1 --control 5.4.1 \\\n" +
			"    --source examples/insecure examples/plans/insecure.json"
	)
	run := func(format string) []byte {
		var stdout, stderr bytes.Buffer
		args := strings.Fields(strings.TrimPrefix(strings.ReplaceAll(command, "\\\n", ""), "go run . "))
		code := cli.Run(context.Background(), slices.Concat(args, []string{"--format", format}), strings.NewReader(""),
			&stdout, &stderr, func(string) string { return "" })
		if code == 2 || stderr.Len() > 0 {
			t.Fatalf("%s: exit %d: %s", command, code, stderr.String())
		}
		return stdout.Bytes()
	}
	var report finding.Report
	if err := json.Unmarshal(run("json"), &report); err != nil {
		t.Fatal(err)
	}
	outcome := regexp.MustCompile(`exit [01], because .*`).Find(run("text"))
	var screen bytes.Buffer
	if err := render.Text(&screen, &report, render.View{Width: columns, Color: true, Outcome: string(outcome)}); err != nil {
		t.Fatal(err)
	}
	got := picture("$ "+command+"\n"+screen.String(), columns)

	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is not what the program prints: run make generate (-picture +program):\n%s", file, diff)
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), "]("+file+")") {
		t.Errorf("README.md does not show %s", file)
	}
}

// picture draws a terminal, so many columns wide, with text and its colours.
func picture(text string, columns int) string {
	const (
		size  = 13 // of the font
		step  = 18 // from line to line
		inset = 16
	)
	classes := map[string]string{"1;31": "fail", "1;33": "unknown", "1;36": "manual", "1;32": "pass", "2": "faint"}
	painted := regexp.MustCompile("\x1b\\[([0-9;]+)m(.*?)\x1b\\[0m")
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	// A monospaced letter is 0.6 of its size wide in the fonts that browsers have; one that is wider has the rest.
	width, height := columns*size*62/100+2*inset, len(lines)*step+2*inset

	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, `<style>text{font:%dpx ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d8dee4;white-space:pre}`, size)
	b.WriteString(`.fail{fill:#ff7b72;font-weight:bold}.unknown{fill:#e3b341;font-weight:bold}.manual{fill:#56d4dd;font-weight:bold}` +
		`.pass{fill:#7ee787;font-weight:bold}.faint{fill:#8b949e}</style>` + "\n")
	fmt.Fprintf(&b, `<rect width="%d" height="%d" rx="8" fill="#0d1117"/>`+"\n", width, height)
	for i, line := range lines {
		if line == "" {
			continue
		}
		var spans strings.Builder
		for rest := line; rest != ""; {
			at := painted.FindStringSubmatchIndex(rest)
			if at == nil {
				spans.WriteString(escape(rest))
				break
			}
			class := classes[rest[at[2]:at[3]]]
			fmt.Fprintf(&spans, `%s<tspan class="%s">%s</tspan>`, escape(rest[:at[0]]), class, escape(rest[at[4]:at[5]]))
			rest = rest[at[1]:]
		}
		fmt.Fprintf(&b, `<text x="%d" y="%d" xml:space="preserve">%s</text>`+"\n", inset, inset+size+i*step, spans.String())
	}
	return b.String() + "</svg>\n"
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder refuses nothing
	return b.String()
}
