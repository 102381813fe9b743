package benchmark

import (
	"errors"
	"fmt"
	"slices"
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
// Every problem is in the error, one a line, as "name:line: key: what was expected".
func Load(name string, data []byte) (*Benchmark, error) {
	file, err := decode(name, data)
	if err != nil {
		return nil, err
	}
	b := file.benchmark()

	known, err := readCatalogue()
	if err != nil {
		return nil, err
	}
	lines := make(map[string]int) // of the check that has this key
	b.Parts[0].File = name
	sections := b.Parts[0].Sections
	for i := range sections {
		for j := range sections[i].Controls {
			c := &sections[i].Controls[j]
			ours, found := known.find(*c)
			switch {
			case c.Rule != nil && slices.Contains(known.keys(), c.ID):
				file.doc.Check(errors.New("expected another id: this one is the key of a control that is built in"), "groups", i, "checks", j, "id")
			case c.Rule != nil: // it is its own evaluator
			case found && lines[ours.Key] != 0:
				file.doc.Check(fmt.Errorf("expected one check with the evaluator %s: the check at line %d has it already", ours.Key, lines[ours.Key]), "groups", i, "checks", j)
			case found:
				lines[ours.Key] = file.doc.Line("groups", i, "checks", j)
				complete(c, ours)
			default:
				c.Near = known.near(*c)
			}
			if c.Severity == "" {
				c.Severity = unstatedSeverity
			}
		}
	}
	if err := file.doc.Err(); err != nil {
		return nil, err
	}
	return b, nil
}

// complete fills what c leaves open with what the embedded control says.
func complete(c *Control, ours Control) {
	c.Key, c.Requires, c.AsOf = ours.Key, ours.Requires, ours.AsOf
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
