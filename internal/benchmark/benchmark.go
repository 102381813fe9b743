// Package benchmark is the catalogue: which controls a benchmark has, what they are
// called, how much they matter, and how to meet them in Terraform.
//
// One embedded catalogue has the controls of all versions that this project knows.
// [Load] reads controls files: a user's own, in the layout of kube-bench's with a few
// keys added, and kube-bench's files as published, one for each part of the benchmark.
//
// The package checks nothing: the evaluators are code elsewhere, tied to their entries
// here by [Control.Key].
package benchmark

import "strings"

// Benchmark is one version of a benchmark, or several files joined.
type Benchmark struct {
	Version string // "eks-1.5.0"
	Parts   []Part
}

// Part is a numbered part of the CIS document. kube-bench has a file for each.
type Part struct {
	Version  string // of the benchmark or file that the part comes from
	ID       string // "5"
	Title    string // "Managed Services"
	Type     string // kube-bench's target: managedservices, controlplane, policies, or empty
	File     string // the controls file that it was read from; empty if it is embedded
	Sections []Section
}

// Section is a group of controls. It has at least one.
type Section struct {
	ID       string // "5.1"
	Title    string // "Image Registry and Image Scanning"
	Controls []Control
}

// Control is one recommendation.
type Control struct {
	ID           string // "5.1.1", unique in its benchmark
	Title        string // as published, with its label: "… (Automated)"
	SectionID    string // "5.1"
	SectionTitle string

	// Key names the evaluator that decides the control and is the same in every
	// version. It is empty if no evaluator does: then a person must decide.
	// A control with a rule of its own has its id here.
	Key      string
	Requires Requirement
	AsOf     string // the version that Requires is of, if a file names only the key
	Near     string // of a check without an evaluator: the key of the control that its title resembles

	Rule *Rule // the condition of a user's own control; nil for every other

	Level       int      // the profile it belongs to, 1 or 2; 0 when the file does not say
	Severity    string   // critical, high, medium or low
	Type        string   // kube-bench's word: manual, automated, skip, or empty
	Scored      bool     // kube-bench's word
	Rationale   string   // what goes wrong without it; plain text, several lines
	Remediation string   // how to meet it; plain text, HCL indented by four spaces
	References  []string // http and https URLs
}

// Requirement is what a version asks of a control where versions differ. The zero value
// is what eks-1.5.0 asks. Each field is for one evaluator.
type Requirement struct {
	// PullOnly is for ecr-node-access: a read that no pull needs is left to a person.
	PullOnly bool `yaml:"pull_only"`
	// AccessEntries is for rbac-users: only an authentication mode with access entries passes.
	AccessEntries bool `yaml:"access_entries"`
	// KeyOnly is for secrets-encryption: encryption_config needs a key, but no resources.
	KeyOnly bool `yaml:"key_only"`
}

// Rule is a user's own condition on the resources of a type, as text: what it
// means, and whether it means anything, is the evaluator's business.
type Rule struct {
	Resource  Text // "aws_ecr_repository"
	When      Text // condition for an instance to be checked at all; empty: each is
	Condition Text // what each instance must meet
	Message   Text // what is wrong with one that does not: a template

	SHA256 string // lower-case hex, of the bytes of the file
}

// Text is a piece of a controls file, and where it stands.
type Text struct {
	Value string
	File  string
	Line  int  // of its first line
	Lines bool // it is written line by line, so that its lines are those of the file
}

// Name is the title without its label, for places where room is short.
func (c Control) Name() string {
	return withoutLabel(c.Title)
}

// Title joins the titles of the parts: "Control Plane Configuration, Policies".
func (b *Benchmark) Title() string {
	var titles []string
	for _, p := range b.Parts {
		titles = append(titles, p.Title)
	}
	return strings.Join(titles, ", ")
}

// Controls lists the controls of all sections, in the file's order.
func (b *Benchmark) Controls() []Control {
	var all []Control
	for _, p := range b.Parts {
		all = append(all, p.Controls()...)
	}
	return all
}

// Evaluated counts the checks of the part, and those of them that an evaluator or a
// condition of their own decides.
func (p Part) Evaluated() (evaluated, checks int) {
	for _, c := range p.Controls() {
		checks++
		if c.Key != "" && c.Type != "skip" {
			evaluated++
		}
	}
	return evaluated, checks
}

// Controls lists the controls of the part, in the file's order.
func (p Part) Controls() []Control {
	var all []Control
	for _, s := range p.Sections {
		all = append(all, s.Controls...)
	}
	return all
}

// Find returns the control with this id ("5.1.1") or key ("ecr-image-scanning").
func (b *Benchmark) Find(idOrKey string) (Control, bool) {
	if idOrKey == "" {
		return Control{}, false
	}
	for _, c := range b.Controls() {
		if c.ID == idOrKey || c.Key == idOrKey {
			return c, true
		}
	}
	return Control{}, false
}

// withoutLabel takes a title's label off its end. Labels are CIS's words for how a
// control can be assessed; other words in parentheses belong to the title.
func withoutLabel(title string) string {
	open := strings.LastIndex(title, "(")
	if open < 0 || !strings.HasSuffix(title, ")") {
		return title
	}
	switch strings.ToLower(title[open+1 : len(title)-1]) {
	case "automated", "manual", "scored", "not scored":
		return strings.TrimSpace(title[:open])
	}
	return title
}
