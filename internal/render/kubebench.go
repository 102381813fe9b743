package render

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// KubeBench writes what kube-bench --json does, so that what reads that reads
// this. A control that nobody decided is WARN, and so is one whose failures are
// all waived, with the reason; one that has no subject is INFO.
func KubeBench(w io.Writer, r *finding.Report, _ View) error {
	var paths []string
	for _, in := range r.Inputs {
		path := input(in)
		if !in.Complete {
			path += " (incomplete)"
		}
		paths = append(paths, path)
	}
	byControl := map[string][]finding.Finding{}
	for _, f := range r.Findings {
		byControl[f.Control] = append(byControl[f.Control], f)
	}
	all := kubeBench{Controls: []*kubeControls{}}
	nodes, groups := map[string]*kubeControls{}, map[string]*kubeGroup{}
	for _, c := range r.Controls {
		part, section := placeOf(r, c)
		node, ok := nodes[part.Version+" "+part.ID]
		if !ok {
			node = &kubeControls{ID: Visible(part.ID), Version: Visible(part.Version), Text: Visible(part.Title),
				NodeType: cmp.Or(Visible(part.Type), "managedservices"), Groups: []*kubeGroup{}}
			nodes[part.Version+" "+part.ID] = node
			all.Controls = append(all.Controls, node)
		}
		g, ok := groups[c.Section]
		if !ok {
			g = &kubeGroup{Section: Visible(c.Section), Desc: Visible(section.Title), Results: []kubeCheck{}}
			groups[c.Section] = g
			node.Groups = append(node.Groups, g)
		}
		check := kubeResult(r, c, byControl[c.ID])
		check.Audit = "Terraform: " + list(paths)
		g.Results = append(g.Results, check)
		g.kubeCounts.add(check.Status)
		node.kubeTotals.add(check.Status)
		all.Totals.add(check.Status)
	}
	if len(all.Controls) == 0 { // a report of no control, of which kube-bench has none
		all.Controls = []*kubeControls{{Version: Visible(r.Benchmark.Version), Text: Visible(r.Benchmark.Title), NodeType: "managedservices", Groups: []*kubeGroup{}}}
	}
	return WriteJSON(w, all)
}

// placeOf returns the part and the section of the benchmark that have a control. Reports of
// earlier versions of the program do not say.
func placeOf(r *finding.Report, c finding.Control) (finding.Part, finding.Section) {
	for _, p := range r.Benchmark.Parts {
		for _, s := range p.Sections {
			if s.ID == c.Section {
				return p, s
			}
		}
	}
	id, _, _ := strings.Cut(c.ID, ".")
	return finding.Part{ID: id, Version: r.Benchmark.Version, Title: r.Benchmark.Title},
		finding.Section{ID: c.Section, Title: "Section " + c.Section}
}

func kubeResult(r *finding.Report, c finding.Control, findings []finding.Finding) kubeCheck {
	mended, _ := remediation(c.Remediation)
	check := kubeCheck{
		Number: Visible(c.ID), Desc: Visible(c.Title), Remediation: mended, TestInfo: []string{},
		Status: map[finding.Status]string{finding.Pass: "PASS", finding.Fail: "FAIL", finding.NotApplicable: "INFO"}[c.Status],
		Scored: c.Status != finding.Manual, Expected: Visible(unlabelled(c.Title)),
	}
	if mended != "" {
		check.TestInfo = append(check.TestInfo, mended)
	}
	if check.Status == "" {
		check.Status = "WARN"
	}
	if c.Status == finding.Manual {
		check.Type = "manual"
	}
	var facts, waivers []string
	counting := 0
	for _, f := range findings {
		if f.Status != c.Status {
			continue
		}
		fact := Message(f)
		if f.Address != "" {
			fact = Visible(f.Address) + ": " + fact
		}
		fact += ofInput(r, f)
		facts = append(facts, fact)
		if f.Waiver == nil {
			counting++
		} else {
			waivers = append(waivers, Visible(f.Address)+": "+waived(f.Waiver))
		}
	}
	check.Actual = listed(facts)
	check.IsMultiple = len(facts) > 1
	if c.Status != finding.Pass {
		check.Reason = check.Actual
	}
	if len(waivers) > 0 && counting == 0 {
		check.Status, check.Reason = "WARN", "waived: "+listed(waivers)
	}
	return check
}

// listed joins sentences, and says how many it leaves out.
func listed(facts []string) string {
	text := strings.Join(firstOf(facts, someNames), "; ")
	if more := len(facts) - someNames; more > 0 {
		text += fmt.Sprintf("; and %d more", more)
	}
	return text
}

// The types are kube-bench's own (its package check), field by field.
type kubeBench struct {
	Controls []*kubeControls `json:"Controls"`
	Totals   kubeTotals      `json:"Totals"`
}

type kubeControls struct {
	ID              string       `json:"id"`
	Version         string       `json:"version"`
	DetectedVersion string       `json:"detected_version"`
	Text            string       `json:"text"`
	NodeType        string       `json:"node_type"`
	Groups          []*kubeGroup `json:"tests"`
	kubeTotals
}

type kubeGroup struct {
	Section string `json:"section"`
	Type    string `json:"type"`
	kubeCounts
	Desc    string      `json:"desc"`
	Results []kubeCheck `json:"results"`
}

type kubeCheck struct {
	Number      string   `json:"test_number"`
	Desc        string   `json:"test_desc"`
	Audit       string   `json:"audit"`
	AuditEnv    string   `json:"AuditEnv"`
	AuditConfig string   `json:"AuditConfig"`
	Type        string   `json:"type"`
	Remediation string   `json:"remediation"`
	TestInfo    []string `json:"test_info"`
	Status      string   `json:"status"`
	Actual      string   `json:"actual_value"`
	Scored      bool     `json:"scored"`
	IsMultiple  bool     `json:"IsMultiple"`
	Expected    string   `json:"expected_result"`
	Reason      string   `json:"reason,omitempty"`
}

type kubeCounts struct {
	Pass int `json:"pass"`
	Fail int `json:"fail"`
	Warn int `json:"warn"`
	Info int `json:"info"`
}

func (c *kubeCounts) add(status string) { tallyKube(status, &c.Pass, &c.Fail, &c.Warn, &c.Info) }

type kubeTotals struct {
	Pass int `json:"total_pass"`
	Fail int `json:"total_fail"`
	Warn int `json:"total_warn"`
	Info int `json:"total_info"`
}

func (c *kubeTotals) add(status string) { tallyKube(status, &c.Pass, &c.Fail, &c.Warn, &c.Info) }

func tallyKube(status string, pass, fail, warn, info *int) {
	switch status {
	case "PASS":
		*pass++
	case "FAIL":
		*fail++
	case "WARN":
		*warn++
	default:
		*info++
	}
}
