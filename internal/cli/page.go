package cli

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cisbench/terraform-provider-cisbench/internal/page"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
)

// markdownPage is the documentation's page of a control: what explain prints,
// with the front matter that the Terraform Registry reads.
func markdownPage(e entry) string {
	var out strings.Builder
	c := e.control
	fmt.Fprintf(&out, "---\npage_title: %s\nsubcategory: \"Controls\"\ndescription: |-\n  What control %s means in Terraform, what is read to decide it, and how to meet it.\n---\n\n# %s\n\n",
		frontMatter(c.ID+" "+c.Title), render.Visible(c.ID), render.EscapeMarkdown(c.ID+" "+c.Title))
	fmt.Fprintf(&out, "%s · severity %s", render.EscapeMarkdown(c.SectionTitle), c.Severity)
	if c.Level > 0 {
		fmt.Fprintf(&out, " · level %d", c.Level)
	}
	if c.Key != "" {
		fmt.Fprintf(&out, " · key `%s`", c.Key)
	}
	fmt.Fprintf(&out, "\n\n%s\n", blocks(c.Rationale))
	if r := c.Rule; r != nil && r.When.Value != "" {
		fmt.Fprintf(&out, "\n## When\n\n%s\n", fenced("terraform", r.When.Value))
	}
	if r := c.Rule; r != nil {
		fmt.Fprintf(&out, "\n## Condition\n\n%s\n", fenced("terraform", r.Condition.Value))
	}
	fmt.Fprintf(&out, "\n## How to meet it\n\n%s\n", blocks(c.Remediation))
	if examples, ok := page.Find(c.Key); ok {
		exampleMarkdown(&out, "A configuration that fails it", examples.Bad)
		exampleMarkdown(&out, "A configuration that passes", examples.Good)
	}
	if len(e.Judges) > 0 {
		fmt.Fprintf(&out, "\n## What is judged\n\n`%s`\n", strings.Join(e.Judges, "`, `"))
		fmt.Fprintf(&out, "\n## What is read\n\n%s\n", fenced("text", strings.Join(e.arguments, "\n")))
	}
	if len(c.References) > 0 {
		out.WriteString("\n## References\n\n")
		for _, url := range c.References {
			fmt.Fprintf(&out, "- %s\n", link(url))
		}
	}
	return out.String()
}

// frontMatter is a text as YAML in double quotes. Where a page is taken for plain
// Markdown the front matter is a paragraph of it: the text must be no markup.
func frontMatter(text string) string {
	text = render.Visible(text)
	if render.EscapeMarkdown(text) == text {
		return strconv.Quote(text)
	}
	var out strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf && r != ' ' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			fmt.Fprintf(&out, `\x%02x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return `"` + out.String() + `"`
}

func exampleMarkdown(out *strings.Builder, heading string, e page.Example) {
	fmt.Fprintf(out, "\n## %s\n\n%s\n", heading, fenced("terraform", e.Source))
	if e.Settings != "" {
		fmt.Fprintf(out, "\nwith `%s`:\n\n%s\n", settingsName, fenced("yaml", e.Settings))
	}
	fmt.Fprintf(out, "\n%s\n", fenced("text", "$ "+program+" "+e.Command+"\n"+e.Output))
}

// blocks is a catalogue's text as Markdown: prose in which nothing is markup, and
// fences around what it has indented by four spaces, as HCL.
func blocks(text string) string {
	var lines, code []string
	for line := range strings.SplitSeq(strings.Trim(text, "\n"), "\n") {
		inside, indented := strings.CutPrefix(line, "    ")
		switch {
		case indented:
			code = append(code, inside)
			continue
		case line == "" && code != nil:
			code = append(code, "") // in the block, or after it
			continue
		case code != nil:
			lines, code = append(lines, fenced("terraform", strings.Join(code, "\n")), ""), nil
		}
		if line != "" || len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, render.EscapeMarkdown(line))
		}
	}
	if code != nil {
		lines = append(lines, fenced("terraform", strings.Join(code, "\n")))
	}
	return strings.Join(lines, "\n")
}

// fenced puts text between fences that are longer than any in it.
func fenced(language, text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, line := range lines {
		lines[i] = render.Visible(line)
	}
	text = strings.Join(lines, "\n")
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + language + "\n" + text + "\n" + fence
}

// link is a reference as a link, if the URL has nothing that ends one early.
func link(url string) string {
	if render.Visible(url) != url || strings.ContainsAny(url, "<>`\\ ") {
		return render.EscapeMarkdown(url)
	}
	return "<" + url + ">"
}
