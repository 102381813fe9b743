package render

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// JUnit writes a suite for each input, with a test case for each finding. What is
// not decided, left to a person, waived or not read is skipped, with the reason; an input
// that could not be scanned is an error. GitLab alone wants the file of a case,
// which Jenkins' schema refuses: View.StrictJUnit leaves it out.
func JUnit(w io.Writer, r *finding.Report, v View) error {
	suites := make([]junitSuite, len(r.Inputs), len(r.Inputs)+1)
	for n, in := range r.Inputs {
		suites[n].Name = benchmarkName(r) + ": " + input(in)
	}
	var broken junitSuite
	names := map[string]int{}
	controls := controlsByID(r)
	for _, f := range r.Findings {
		c := junitCase{Class: junitClass(r, controls[f.Control], f), Name: junitName(r, controls[f.Control], f), Time: "0"}
		if names[c.Name]++; names[c.Name] > 1 { // GitLab drops cases of one name
			c.Name += fmt.Sprintf(" (%d)", names[c.Name])
		}
		if p := v.place(r, f); !v.StrictJUnit && !p.inputStandsForFile {
			c.File = Visible(p.file)
		}
		switch {
		case f.Waiver != nil:
			c.Skipped = &junitText{Text: "waived: " + waived(f.Waiver) + "\n" + junitBody(controls[f.Control], f)}
		case f.Status == finding.Fail:
			c.Failure = &junitText{Type: string(controls[f.Control].Severity), Message: Message(f), Text: junitBody(controls[f.Control], f)}
		case f.Status != finding.Pass:
			c.Skipped = &junitText{Text: string(f.Status) + ": " + junitBody(controls[f.Control], f)}
		}
		if f.Input >= 0 && f.Input < len(suites) {
			suites[f.Input].add(c)
		} else {
			broken.add(c)
		}
	}
	for _, u := range unreads(r) {
		c := junitCase{Class: "cisbench.input", Name: "incomplete: " + u.text, Time: "0", Skipped: &junitText{Text: u.line(r)}}
		if names[c.Name]++; names[c.Name] > 1 {
			c.Name += fmt.Sprintf(" (%d)", names[c.Name])
		}
		suites[u.input].add(c)
	}
	for _, d := range r.Diagnostics {
		if d.Severity == finding.DiagnosticError {
			text := Visible(d.Summary)
			broken.add(junitCase{Class: "cisbench.input", Name: text, Time: "0", Error: &junitText{Message: text, Text: problem(d)}})
		}
	}
	if broken.Tests > 0 {
		broken.Name = "cisbench: inputs"
		suites = append(suites, broken)
	}
	all := junitSuites{Name: "cisbench", Time: "0", Suites: suites}
	for n := range suites {
		suites[n].Time = "0" // what is not measured; readers want a number
		all.Tests += suites[n].Tests
		all.Failures += suites[n].Failures
		all.Errors += suites[n].Errors
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(all); err != nil {
		return fmt.Errorf("encoding the report: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string     `xml:"classname,attr"`
	Name    string     `xml:"name,attr"`
	Time    string     `xml:"time,attr"`
	File    string     `xml:"file,attr,omitempty"`
	Skipped *junitText `xml:"skipped"`
	Error   *junitText `xml:"error"`
	Failure *junitText `xml:"failure"`
}

// junitText has what matters in its text: GitLab reads no message.
type junitText struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr,omitempty"`
	Text    string `xml:",chardata"`
}

func (s *junitSuite) add(c junitCase) {
	s.Tests++
	switch {
	case c.Skipped != nil:
		s.Skipped++
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	}
	s.Cases = append(s.Cases, c)
}

// junitClass groups cases by benchmark and control. A dot separates a package
// from a class in it, so that names have none.
func junitClass(r *finding.Report, c finding.Control, f finding.Finding) string {
	name := c.Key
	if name == "" {
		name = f.Control
	}
	undotted := func(s string) string { return strings.ReplaceAll(Visible(s), ".", "_") }
	return undotted(r.Benchmark.Version) + "." + undotted(name)
}

func junitName(r *finding.Report, c finding.Control, f finding.Finding) string {
	name := Visible(strings.TrimSpace(f.Control + " " + unlabelled(c.Title)))
	if f.Address != "" {
		name += ": " + Visible(f.Address)
	}
	if f.Cluster != "" && f.Cluster != f.Address {
		name += " in " + Visible(f.Cluster)
	}
	if len(r.Inputs) > 1 && f.Input >= 0 && f.Input < len(r.Inputs) {
		name += " of " + input(r.Inputs[f.Input])
	}
	return name
}

// junitBody says all there is to say, in lines.
func junitBody(c finding.Control, f finding.Finding) string {
	lines := []string{Message(f)}
	if l := f.Location; l != nil {
		lines = append(lines, fmt.Sprintf("at %s:%d", Visible(l.File), l.StartLine))
	}
	for _, e := range f.Evidence {
		fact := Visible(e.Attribute) + " = " + Visible(e.Value)
		if e.Address != "" {
			fact = Visible(e.Address) + ": " + fact
		}
		lines = append(lines, fact)
	}
	if len(f.Assumes) > 0 {
		lines = append(lines, "assumes that "+Visible(strings.Join(f.Assumes, "; ")))
	}
	if fix := Visible(Fix(c.Remediation)); fix != "" && f.Status == finding.Fail {
		lines = append(lines, "Fix: "+fix)
	}
	return strings.Join(lines, "\n")
}
