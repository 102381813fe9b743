package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// issue is one entry in a list of problems: what a control says at one place.
// Platforms take two entries of one rule on one line for the same, so for_each
// and count, which make findings by the dozen, make one issue.
type issue struct {
	control  finding.Control
	status   finding.Status
	place    place
	findings []finding.Finding // of which those that are not waived, unless all are
	waived   int               // how many more there are; all of them when they are all waived
	report   *finding.Report
}

// issues gathers the findings of the statuses, the worst first: by status, then
// by severity, then as the report has them. What is waived in whole comes only
// when it is asked for.
func issues(r *finding.Report, v View, withWaived bool, statuses ...finding.Status) []issue {
	controls := controlsByID(r)
	type key struct {
		control string
		status  finding.Status
		file    string
		line    int
		subject string
	}
	var all []*issue
	at := map[key]*issue{}
	keys := instanceKeys()
	for _, f := range r.Findings {
		if !slices.Contains(statuses, f.Status) {
			continue
		}
		p := v.place(r, f)
		k := key{f.Control, f.Status, p.file, p.line, ""}
		if p.inputStandsForFile {
			k.subject = keys.ReplaceAllString(f.Address, "") // a plan is one line: what is in it tells things apart
		}
		i, ok := at[k]
		if !ok {
			control, known := controls[f.Control]
			if !known {
				control = finding.Control{ID: f.Control, Title: f.Control, Severity: finding.Medium}
			}
			i = &issue{control: control, status: f.Status, place: p, report: r}
			at[k] = i
			all = append(all, i)
		}
		i.findings = append(i.findings, f)
	}
	var list []issue
	for _, i := range all {
		counting := slices.DeleteFunc(slices.Clone(i.findings), func(f finding.Finding) bool { return f.Waiver != nil })
		i.waived = len(i.findings) - len(counting)
		if len(counting) > 0 {
			i.findings = counting
		} else if !withWaived {
			continue
		}
		list = append(list, *i)
	}
	slices.SortStableFunc(list, func(a, b issue) int {
		if d := a.status.Rank() - b.status.Rank(); d != 0 {
			return d
		}
		rank := func(s finding.Severity) int { return slices.Index(finding.Severities(), s) }
		return rank(b.control.Severity) - rank(a.control.Severity)
	})
	return list
}

// allWaived reports whether nothing of the issue counts.
func (i issue) allWaived() bool { return i.findings[0].Waiver != nil }

// title names the control, on one line.
func (i issue) title() string {
	return Visible(i.control.ID + " " + unlabelled(i.control.Title))
}

// someNames is how many subjects, and how many messages, of one issue are listed.
const someNames = 10

// said is a message of an issue, with the subjects that it is about.
type said struct {
	message  string
	subjects []string
	assumes  string
}

// says lists what is wrong with what: each message once.
func (i issue) says() []said {
	var all []said
	at := map[string]int{}
	listed := map[[2]string]bool{}
	for _, f := range i.findings {
		m := Message(f)
		k, seen := at[m]
		if !seen {
			k = len(all)
			at[m] = k
			all = append(all, said{message: m, assumes: Visible(strings.Join(f.Assumes, "; "))})
		}
		if s := i.subject(f); s != "" && !listed[[2]string{m, s}] {
			listed[[2]string{m, s}] = true
			all[k].subjects = append(all[k].subjects, s)
		}
	}
	return all
}

// text says what is wrong with what, on one line.
func (i issue) text() string {
	return i.words(func(s said) string {
		if len(s.subjects) == 0 {
			return s.message
		}
		return s.message + " (" + list(s.subjects) + ")"
	}, func(text string) string { return text })
}

// words joins what an issue says. one words a message with its subjects, and plain any
// other text.
func (i issue) words(one func(said) string, plain func(string) string) string {
	all := i.says()
	parts := make([]string, 0, len(all))
	for _, s := range firstOf(all, someNames) {
		part := one(s)
		if s.assumes != "" {
			part += plain(", assuming that " + s.assumes)
		}
		parts = append(parts, part)
	}
	if more := len(all) - len(parts); more > 0 {
		parts = append(parts, fmt.Sprintf("and %d more like it", more))
	}
	if i.waived > 0 && !i.allWaived() {
		parts = append(parts, fmt.Sprintf("%d more here waived", i.waived))
	}
	return strings.Join(parts, "; ")
}

func firstOf[T any](all []T, n int) []T { return all[:min(n, len(all))] }

// list joins names, and says how many it leaves out.
func list(names []string) string {
	text := strings.Join(firstOf(names, someNames), ", ")
	if more := len(names) - someNames; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// subject names what a finding is about, as far as the place does not.
func (i issue) subject(f finding.Finding) string {
	name := Visible(f.Address)
	if f.Cluster != "" && f.Cluster != f.Address {
		name += " in " + Visible(f.Cluster)
	}
	if len(i.report.Inputs) > 1 && !i.place.inputStandsForFile && f.Input >= 0 && f.Input < len(i.report.Inputs) {
		name += " of " + input(i.report.Inputs[f.Input])
	}
	return strings.TrimSpace(name)
}

// where is the place for a person to read: empty when it is the only input.
func (i issue) where() string {
	switch {
	case !i.place.inputStandsForFile:
		return Visible(i.place.file) + ":" + strconv.Itoa(i.place.line)
	case len(i.report.Inputs) > 1:
		return Visible(i.place.file)
	}
	return ""
}

// fix is how to mend it, on one line; empty when there is nothing to mend.
func (i issue) fix() string {
	if i.status != finding.Fail {
		return ""
	}
	return Visible(Fix(i.control.Remediation))
}

// level is one of the three that most platforms have.
type level string

const (
	levelError   level = "error"
	levelWarning level = "warning"
	levelNote    level = "note"
)

func severityLevel(s finding.Severity) level {
	switch s {
	case finding.Critical, finding.High:
		return levelError
	case finding.Low:
		return levelNote
	}
	return levelWarning
}

// level is the severity's for a failure. What is not decided is no more than a
// note: nobody can mend it by it.
func (i issue) level() level {
	if i.status != finding.Fail {
		return levelNote
	}
	return severityLevel(i.control.Severity)
}
