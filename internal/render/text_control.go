package render

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// The margins of a control's block. A finding's status stands in the first when
// it is not the control's own.
const (
	statusColumn  = 9
	subjectMargin = "           "
	detailMargin  = "             "
)

// control writes one control with the findings below it.
func (p *page) control(c finding.Control, findings []finding.Finding) {
	word := strings.ToUpper(string(c.Status))
	painted := c.Status
	switch {
	case c.Status == finding.NotApplicable:
		word = "N/A"
	case p.waived[c.ID]:
		word, painted = "WAIVED", finding.Manual
	}
	left := fmt.Sprintf("%-*s", statusColumn, word) + Visible(c.ID) + "  "
	title := p.cut(Visible(unlabelled(c.Title)), len(left)+len(c.Severity)+2)
	line := p.spread(left+title, string(c.Severity))
	p.line(strings.Replace(line, word, p.style.status(word, painted), 1))

	var waived []finding.Finding
	for _, s := range finding.Statuses() {
		var of []finding.Finding
		for _, f := range findings {
			switch {
			case f.Status == s && f.Waiver == nil:
				of = append(of, f)
			case f.Status == s:
				waived = append(waived, f)
			}
		}
		p.findings(c, string(s), of)
		if fix := Fix(c.Remediation); fix != "" && s == finding.Fail && c.Status == s && !p.waived[c.ID] {
			p.line(p.indent(subjectMargin+"fix  ", Visible(fix)))
		}
	}
	p.findings(c, waivedWord, waived)
}

// someOpen is how many findings of a control that are no failures are listed
// when nobody asked for all.
const someOpen = 5

func (p *page) findings(c finding.Control, word string, findings []finding.Finding) {
	groups := p.group(findings)
	for i, g := range groups {
		if i == someOpen && word != string(finding.Fail) && !p.Verbose {
			rest := 0
			for _, g := range groups[i:] {
				rest += len(g)
			}
			p.line(subjectMargin + p.faint(fmt.Sprintf("… and %d more %s (--verbose lists them)", rest, word)))
			return
		}
		p.finding(c, word, g)
	}
}

// finding writes a group of like findings: the first stands for all.
func (p *page) finding(c finding.Control, word string, group []finding.Finding) {
	f := group[0]
	margin := subjectMargin
	if word != string(c.Status) && (word != waivedWord || !p.waived[c.ID]) {
		margin = fmt.Sprintf("  %-*s ", len(subjectMargin)-3, word)
	}
	if f.Address != "" {
		left := margin + Visible(f.Address)
		if p.severalClusters && f.Cluster != "" && f.Cluster != f.Address {
			left += " in " + Visible(f.Cluster)
		}
		if more := len(group) - 1; more > 0 {
			left += fmt.Sprintf(" … and %d more", more)
		}
		p.line(p.spread(left, p.faint(p.where(f))))
		margin = detailMargin
	}
	p.line(p.indent(margin, Message(f)))
	if f.Waiver != nil {
		p.line(p.indent(detailMargin, waiver(f.Waiver)))
	}
	if len(f.Assumes) > 0 {
		p.line(p.indent(detailMargin, "assumes that "+Visible(strings.Join(f.Assumes, "; "))))
	}
	if p.Verbose {
		for _, e := range f.Evidence {
			fact := Visible(e.Attribute) + " = " + Visible(e.Value)
			if e.Address != "" {
				fact = Visible(e.Address) + ": " + fact
			}
			p.line(p.faint(p.indent(detailMargin, fact)))
		}
	}
}

// where is the source position, and the input where there are several.
func (p *page) where(f finding.Finding) string {
	var parts []string
	if len(p.report.Inputs) > 1 && f.Input >= 0 && f.Input < len(p.report.Inputs) {
		parts = append(parts, input(p.report.Inputs[f.Input]))
	}
	if l := f.Location; l != nil {
		lines := fmt.Sprintf("%s:%d", Visible(l.File), l.StartLine)
		if l.EndLine > l.StartLine {
			lines += fmt.Sprintf("-%d", l.EndLine)
		}
		parts = append(parts, lines)
	}
	return strings.Join(parts, " ")
}

// severalClusters reports whether a reader must be told which cluster is meant.
func severalClusters(findings []finding.Finding) bool {
	first := ""
	return slices.ContainsFunc(findings, func(f finding.Finding) bool {
		if first == "" {
			first = f.Cluster
		}
		return f.Cluster != "" && f.Cluster != first
	})
}

// group puts findings together that say the same of instances of one block, as
// for_each makes them by the dozen. Somebody who wants to see every one does.
func (p *page) group(findings []finding.Finding) [][]finding.Finding {
	var groups [][]finding.Finding
	place := map[string]int{}
	keys := instanceKeys()
	for _, f := range findings {
		if p.Verbose && f.Address != "" {
			groups = append(groups, []finding.Finding{f})
			continue
		}
		alike := f.Message
		if f.Address != "" {
			alike = fmt.Sprint(f.Input, "\x00", keys.ReplaceAllString(f.Address, ""), "\x00", f.Attribute, "\x00", f.Message, "\x00", f.Assumes)
		}
		if f.Waiver != nil {
			alike += fmt.Sprint("\x00", *f.Waiver)
		}
		if i, seen := place[alike]; seen {
			groups[i] = append(groups[i], f)
			continue
		}
		place[alike] = len(groups)
		groups = append(groups, []finding.Finding{f})
	}
	return groups
}

// instanceKeys matches the instance keys in an address. Keys may hold anything,
// brackets and escaped quotes included.
func instanceKeys() *regexp.Regexp {
	return regexp.MustCompile(`\[(?:\d+|"(?:[^"\\]|\\.)*")\]`)
}

// unlabelled takes the benchmark's own label off a title: how CIS would have a
// control assessed says nothing about how it was.
func unlabelled(title string) string {
	for _, label := range []string{" (Automated)", " (Manual)"} {
		title = strings.TrimSuffix(title, label)
	}
	return title
}
