package render

import (
	"fmt"
	"io"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// InToto writes an in-toto statement with a test result (v0.1): evidence that
// these inputs, by their digests, were judged so. It is for cosign attest-blob
// to sign. An input without a digest of its own, as a directory of source is,
// cannot be attested to: that is an error.
//
// Tests are controls. One that nobody decided, or whose failures are all waived,
// is among the warned; one without a subject is in no list. A result without any
// test passed nothing, and neither did one of an input that was not read in full.
func InToto(w io.Writer, r *finding.Report, _ View) error {
	s := statement{Type: "https://in-toto.io/Statement/v1", PredicateType: "https://in-toto.io/attestation/test-result/v0.1"}
	for _, in := range r.Inputs {
		if in.SHA256 == "" {
			return fmt.Errorf("in-toto: %s has no digest to attest to: expected plans and states, which are single files", input(in))
		}
		name := input(in)
		if in.Path == "-" {
			name = stdin
		}
		s.Subject = append(s.Subject, resource{Name: name, Digest: map[string]string{"sha256": in.SHA256}})
	}
	if len(s.Subject) == 0 {
		return fmt.Errorf("in-toto: the report has no input to attest to")
	}
	p := &s.Predicate
	p.Passed, p.Warned, p.Failed = []string{}, []string{}, []string{}
	failing := map[string]bool{}
	for _, f := range r.Findings {
		if f.Status == finding.Fail && f.Waiver == nil {
			failing[f.Control] = true
		}
	}
	for _, c := range r.Controls {
		switch {
		case failing[c.ID]:
			p.Failed = append(p.Failed, Visible(c.ID))
		case c.Status == finding.Pass:
			p.Passed = append(p.Passed, Visible(c.ID))
		case c.Status != finding.NotApplicable:
			p.Warned = append(p.Warned, Visible(c.ID))
		}
	}
	switch {
	case len(p.Failed) > 0:
		p.Result = "FAILED"
	case len(p.Warned) > 0 || len(p.Passed) == 0 || len(unreads(r)) > 0:
		p.Result = "WARNED"
	default:
		p.Result = "PASSED"
	}
	p.Configuration = []resource{{Name: "cisbench", URI: home, Annotations: map[string]string{
		"version": Visible(r.Tool.Version), "benchmark": Visible(r.Benchmark.Version)}}}
	for n, line := range firstOf(Incomplete(r), someNames) {
		p.Configuration[0].Annotations[fmt.Sprintf("incomplete.%d", n+1)] = line
	}
	return WriteJSON(w, s)
}

// statement is https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
// with the predicate test-result. The library's own types are protocol buffers,
// whose JSON is not the same from run to run.
type statement struct {
	Type          string     `json:"_type"`
	Subject       []resource `json:"subject"`
	PredicateType string     `json:"predicateType"`
	Predicate     struct {
		Result        string     `json:"result"`
		Configuration []resource `json:"configuration"`
		Passed        []string   `json:"passedTests"`
		Warned        []string   `json:"warnedTests"`
		Failed        []string   `json:"failedTests"`
	} `json:"predicate"`
}

type resource struct {
	Name        string            `json:"name"`
	URI         string            `json:"uri,omitempty"`
	Digest      map[string]string `json:"digest,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}
