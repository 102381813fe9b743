package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/page"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
)

// The pages are made of examples that are made of cases.
//go:generate go test -run ^TestExamples$ -update .
//go:generate go test -run ^TestControlPages$ -update .

func (a *app) explainCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "explain ID",
		Short:   "Say what a control means, what is read for it, and how to meet it in Terraform",
		Example: "  " + program + " explain 5.4.1\n  " + program + " explain endpoint-access",
	}
	flags := catalogueFlags(c)
	configFlag(c)
	format := chosen(c, "format", "text", "text for a terminal, or the page of the documentation", "text", "markdown")
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) != 1 {
			return errors.New("explain: expected the id or key of one control, such as 5.4.1; the command controls lists them")
		}
		if err := a.inForce(c); err != nil {
			return err
		}
		b, evaluators, err := flags.open()
		if err != nil {
			return err
		}
		found, err := assess.Find(b, args[0])
		if err != nil {
			return err
		}
		if format.value == "markdown" {
			_, err := io.WriteString(a.stdout, markdownPage(describe(found, evaluators)))
			return err
		}
		return a.explain(describe(found, evaluators))
	}
	return c
}

func (a *app) explain(e entry) error {
	var out strings.Builder
	c := e.control
	fmt.Fprintf(&out, "%s  %s\n", render.Visible(c.ID), render.Visible(c.Title))
	facts := []string{render.Visible(c.SectionTitle), c.Severity}
	if c.Level > 0 {
		facts = append(facts, fmt.Sprintf("level %d", c.Level))
	}
	if c.Key != "" {
		facts = append(facts, c.Key)
	}
	fmt.Fprintln(&out, strings.Join(facts, " · "))
	paragraph(&out, "", c.Rationale)
	if r := c.Rule; r != nil {
		paragraph(&out, "When", r.When.Value)
		paragraph(&out, "Condition", r.Condition.Value)
	}
	if c.Key == "" {
		paragraph(&out, "What is read", "Nothing: no evaluator decides this control, and a person must check it.")
	} else {
		fmt.Fprintf(&out, "\nWhat is judged\n%s", list(" ", e.Judges))
		paragraph(&out, "What is read", strings.Join(e.arguments, "\n"))
	}
	paragraph(&out, "How to meet it", c.Remediation)
	if examples, ok := page.Find(c.Key); ok {
		exampleText(&out, "A configuration that fails it", examples.Bad)
		exampleText(&out, "A configuration that passes", examples.Good)
	}
	if len(c.References) > 0 {
		paragraph(&out, "References", strings.Join(c.References, "\n"))
	}
	_, err := io.WriteString(a.stdout, out.String())
	return err
}

// exampleText writes a configuration and what a scan of it prints.
func exampleText(out *strings.Builder, heading string, e page.Example) {
	paragraph(out, heading, e.Source)
	if e.Settings != "" {
		paragraph(out, "", settingsName+"\n"+e.Settings)
	}
	paragraph(out, "", "$ "+program+" "+e.Command+"\n"+e.Output)
}

// paragraph writes text that may be of a user's own controls file.
func paragraph(out *strings.Builder, heading, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	out.WriteString("\n")
	if heading != "" {
		out.WriteString(heading + "\n")
	}
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		out.WriteString(strings.TrimRight("  "+render.Visible(line), " ") + "\n")
	}
}

// list writes names behind a word, in lines of a readable length.
func list(word string, names []string) string {
	const width = 100
	var out strings.Builder
	line := word
	for i, name := range names {
		if i < len(names)-1 {
			name += ","
		}
		if len(line)+len(name) > width {
			out.WriteString(line + "\n")
			line = strings.Repeat(" ", len(word))
		}
		line += " " + name
	}
	out.WriteString(line + "\n")
	return out.String()
}
