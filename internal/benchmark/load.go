package benchmark

import (
	"slices"
	"strings"
)

// unstatedSeverity is what a control gets that neither its file nor the embedded
// catalogue rates, so that a threshold on severity neither hides nor exaggerates it.
const unstatedSeverity = "medium"

// Load reads a user's controls file; name stands for it in errors. kube-bench's
// files, which name no evaluator, are tied to evaluators by id and title. A control
// that has an evaluator takes what its file leaves out (level, severity, rationale,
// remediation, references) from the embedded control of that evaluator.
//
// A check with a condition of its own carries it as text in [Control.Rule].
//
// Every problem is in the error, one a line, as "name:line: what was expected".
func Load(name string, data []byte) (*Benchmark, error) {
	doc, problems := decode(data)
	if len(problems) > 0 {
		return nil, problems.in(name)
	}
	b := doc.benchmark(name)

	known, err := readCatalogue()
	if err != nil {
		return nil, err
	}
	lines := make(map[string]int) // of the check that has this key
	for i := range b.Sections {
		for j := range b.Sections[i].Controls {
			c, check := &b.Sections[i].Controls[j], doc.Groups[i].Checks[j]
			ours, found := known.find(*c)
			switch {
			case c.Rule != nil && slices.Contains(known.keys(), c.ID):
				problems.add(check.line(), "id %q is the key of a control that is built in: expected another", c.ID)
			case c.Rule != nil: // it is its own evaluator
			case found && lines[ours.Key] != 0:
				problems.add(check.line(), "check %s has the evaluator %q, which the check at line %d has already",
					c.ID, ours.Key, lines[ours.Key])
			case found:
				lines[ours.Key] = check.line()
				complete(c, ours)
			case c.Key != "":
				problems.add(check.Key.line, "unknown key %q: expected one of %s", c.Key, strings.Join(known.keys(), ", "))
			}
			if c.Severity == "" {
				c.Severity = unstatedSeverity
			}
		}
	}
	if len(problems) > 0 {
		return nil, problems.in(name)
	}
	return b, nil
}

// complete fills what c leaves open with what the embedded control says.
func complete(c *Control, ours Control) {
	c.Key = ours.Key
	if c.Level == 0 {
		c.Level = ours.Level
	}
	if c.Severity == "" {
		c.Severity = ours.Severity
	}
	if c.Rationale == "" {
		c.Rationale = ours.Rationale
	}
	if c.Remediation == "" {
		c.Remediation = ours.Remediation
	}
	if len(c.References) == 0 {
		c.References = ours.References
	}
}
