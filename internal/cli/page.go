package cli

import (
	"fmt"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/page"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
)

// markdownPage is the documentation's page of a control: what explain prints,
// with the front matter that the Terraform Registry reads.
func markdownPage(e entry) string {
	var out strings.Builder
	c := e.control
	title := render.Visible(c.ID + " " + c.Title)
	fmt.Fprintf(&out, "---\npage_title: %q\nsubcategory: \"Controls\"\ndescription: |-\n  What control %s means in Terraform, what is read to decide it, and how to meet it.\n---\n\n# %s\n\n",
		title, c.ID, title)
	fmt.Fprintf(&out, "%s · severity %s", render.Visible(c.SectionTitle), c.Severity)
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
		fmt.Fprintf(&out, "\n## References\n\n- <%s>\n", strings.Join(c.References, ">\n- <"))
	}
	return out.String()
}

func exampleMarkdown(out *strings.Builder, heading string, e page.Example) {
	fmt.Fprintf(out, "\n## %s\n\n%s\n", heading, fenced("terraform", e.Source))
	if e.Settings != "" {
		fmt.Fprintf(out, "\nwith `%s`:\n\n%s\n", settingsName, fenced("yaml", e.Settings))
	}
	fmt.Fprintf(out, "\n%s\n", fenced("text", "$ "+program+" "+e.Command+"\n"+e.Output))
}

// blocks fences what a catalogue's text has indented by four spaces, as HCL.
func blocks(text string) string {
	var out strings.Builder
	for paragraph := range strings.SplitSeq(strings.Trim(text, "\n"), "\n\n") {
		if out.Len() > 0 {
			out.WriteString("\n\n")
		}
		out.WriteString(paragraph)
	}
	var lines []string
	inside := false
	for line := range strings.SplitSeq(out.String(), "\n") {
		code, indented := strings.CutPrefix(line, "    ")
		switch {
		case indented && !inside:
			lines, inside = append(lines, "```terraform"), true
		case !indented && inside && line != "":
			lines, inside = append(closed(lines), ""), false
		}
		if indented {
			line = code
		}
		lines = append(lines, line)
	}
	if inside {
		lines = closed(lines)
	}
	return strings.Join(lines, "\n")
}

// closed ends a fence behind the last line that is not blank.
func closed(lines []string) []string {
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return append(lines, "```")
}

// fenced puts text between fences that are longer than any in it.
func fenced(language, text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + language + "\n" + strings.TrimRight(text, "\n") + "\n" + fence
}
