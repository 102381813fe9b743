// Package finding holds what an assessment says: verdicts on subjects, and the
// report that gathers them.
//
// It is what every renderer and every front end reads. It knows nothing of
// Terraform's formats, of how a verdict was reached, or of how one is printed.
package finding

// Finding is one verdict: of one control, on one subject.
type Finding struct {
	Control   string     `json:"control"`
	Status    Status     `json:"status"`
	Address   string     `json:"address,omitempty"`   // of the subject; empty when the control has no subject here
	Type      string     `json:"type,omitempty"`      // resource type of the subject
	Cluster   string     `json:"cluster,omitempty"`   // address of the cluster that it concerns, when there is one
	Attribute string     `json:"attribute,omitempty"` // that decided: a path in the subject, or behind another's address
	Message   string     `json:"message"`
	Evidence  []Evidence `json:"evidence,omitempty"`
	Assumes   []string   `json:"assumes,omitempty"` // inferences that the verdict rests on without proof
	Location  *Location  `json:"location,omitempty"`
	Input     int        `json:"input"` // place in Report.Inputs
	Waiver    *Waiver    `json:"waiver,omitempty"`

	// Fingerprint identifies the finding from run to run: 32 hex digits that
	// depend on control, address and attribute alone.
	Fingerprint string `json:"fingerprint"`

	// Moved says where the subject was before, nil if it was not moved: a finding on it
	// keeps its fingerprint, and waivers of the address before hold.
	Moved *Moved `json:"moved,omitempty"`
}

// Moved is the move of a subject from one address to another.
type Moved struct {
	From        string `json:"from"`        // the address before
	Fingerprint string `json:"fingerprint"` // of the finding once the move is made
}

// Evidence is one fact that a verdict rests on. A sensitive value is given as
// [Redacted].
type Evidence struct {
	Address   string `json:"address,omitempty"` // when the fact is not the subject's own
	Attribute string `json:"attribute"`
	Value     string `json:"value"`
}

// Redacted stands in evidence for a value that is marked sensitive.
const Redacted = "(sensitive)"

// Location is a range in a source file. Lines and columns count from 1, columns
// in characters; the end is exclusive, as in HCL.
type Location struct {
	File        string       `json:"file"`
	StartLine   int          `json:"start_line"`
	StartColumn int          `json:"start_column"`
	EndLine     int          `json:"end_line"`
	EndColumn   int          `json:"end_column"`
	LineHash    string       `json:"line_hash,omitempty"`
	ModuleCalls []ModuleCall `json:"module_calls,omitempty"` // outermost first
}

// ModuleCall is one step of the chain of module calls that leads to a location.
type ModuleCall struct {
	Name string `json:"name"`
	File string `json:"file"`
	Line int    `json:"line"`
}

// Waiver says why a failure does not count.
type Waiver struct {
	Kind       WaiverKind `json:"kind"`
	Reason     string     `json:"reason"`
	ApprovedBy string     `json:"approved_by,omitempty"`
	Expires    string     `json:"expires,omitempty"` // YYYY-MM-DD, the last day on which it holds
}

// WaiverKind says where a waiver is written.
type WaiverKind string

// The kinds of waiver: an entry of a waivers file, a comment in source, and a
// baseline that has the failure already.
const (
	FileWaiver     WaiverKind = "file"
	InlineWaiver   WaiverKind = "inline"
	BaselineWaiver WaiverKind = "baseline"
)
