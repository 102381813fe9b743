package finding

// SchemaVersion is the version of the report's JSON form. It changes when a
// reader of the old form would misread the new one.
const SchemaVersion = "1"

// Report is the canonical result of a scan. Every output format is a rendering
// of it and of nothing else.
type Report struct {
	SchemaVersion string       `json:"schema_version"`
	Tool          Tool         `json:"tool"`
	Benchmark     Benchmark    `json:"benchmark"`
	Shard         *Shard       `json:"shard,omitempty"` // nil: the whole of what was to be scanned
	Inputs        []Input      `json:"inputs"`
	Summary       Summary      `json:"summary"`
	Controls      []Control    `json:"controls"`
	Findings      []Finding    `json:"findings"`
	Graph         Graph        `json:"graph"`
	Diagnostics   []Diagnostic `json:"diagnostics"`
}

// Tool names the program that made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Benchmark names the catalogue that was assessed.
type Benchmark struct {
	Version string `json:"version"`
	Title   string `json:"title"`
	Parts   []Part `json:"parts,omitempty"` // absent in reports of earlier versions of the program
}

// Part is a numbered part of the benchmark, or a file of controls beside it.
type Part struct {
	ID       string    `json:"id"`      // "5"
	Version  string    `json:"version"` // of its file: "eks-2.0.0"
	Title    string    `json:"title"`
	Type     string    `json:"type,omitempty"` // kube-bench's target, such as managedservices
	Sections []Section `json:"sections"`
}

// Section is a group of controls.
type Section struct {
	ID    string `json:"id"` // "5.4", as in [Control.Section]
	Title string `json:"title"`
}

// Shard says which part of a scan a report is. Of n shards the i-th has those of
// the scan's inputs whose index leaves i-1 when it is divided by n.
type Shard struct {
	Number int `json:"number"` // from 1 to Of
	Of     int `json:"of"`
	Inputs int `json:"inputs"` // of all shards together, also those that could not be scanned
}

// MaxShards bounds [Shard.Of]: more than anything that starts shards would start.
const MaxShards = 10_000

// Input is one thing that was scanned.
type Input struct {
	Index            int    `json:"index"` // its place, from 0, among all that the scan was given; ascending
	Path             string `json:"path"`
	Report           string `json:"report,omitempty"` // the stored report that it comes from, where its path alone does not tell it from another's
	Kind             Kind   `json:"kind"`
	TerraformVersion string `json:"terraform_version,omitempty"`
	SHA256           string `json:"sha256,omitempty"` // lower-case hex, of the input's bytes
	Complete         bool   `json:"complete"`         // false: a part was not read, so that a missing resource proves nothing
	Gaps             []Gap  `json:"gaps,omitempty"`   // what was not read, the first of it only if it is much
	Resources        int    `json:"resources"`        // managed instances that exist after the apply
	Assessed         int    `json:"assessed"`         // of those, the ones of a type that some control judges or reads
	// Unchecked are the types of its EKS and ECR resources that no control reads.
	Unchecked []string `json:"unchecked,omitempty"`
}

// Gap is a part of an input that was not read.
type Gap struct {
	Address  string    `json:"address,omitempty"` // of the module call or the block
	Message  string    `json:"message"`           // what is missing, why, and what to do about it
	Location *Location `json:"location,omitempty"`
}

// Kind is what an input was recognised as.
type Kind string

// The kinds of input.
const (
	PlanInput   Kind = "plan"
	StateInput  Kind = "state"
	SourceInput Kind = "source"
)

// Summary counts controls and findings by status.
type Summary struct {
	Controls Counts        `json:"controls"`
	Findings FindingCounts `json:"findings"`
}

// Counts has one number for each status.
type Counts struct {
	Pass          int `json:"pass"`
	Fail          int `json:"fail"`
	Unknown       int `json:"unknown"`
	Manual        int `json:"manual"`
	NotApplicable int `json:"not-applicable"`
}

// Add counts one more of the status.
func (c *Counts) Add(s Status) {
	switch s {
	case Pass:
		c.Pass++
	case Fail:
		c.Fail++
	case Unknown:
		c.Unknown++
	case Manual:
		c.Manual++
	case NotApplicable:
		c.NotApplicable++
	}
}

// Of returns the number for one status.
func (c Counts) Of(s Status) int {
	switch s {
	case Pass:
		return c.Pass
	case Fail:
		return c.Fail
	case Unknown:
		return c.Unknown
	case Manual:
		return c.Manual
	case NotApplicable:
		return c.NotApplicable
	}
	return 0
}

// FindingCounts counts findings; those waived are counted among the failures
// too, since a waiver never changes a verdict.
type FindingCounts struct {
	Counts
	Waived int `json:"waived"`
}

// Control is one control with the status that its findings give it.
type Control struct {
	ID          string   `json:"id"`
	Key         string   `json:"key,omitempty"` // of the evaluator; empty when nothing decides the control
	Title       string   `json:"title"`
	Section     string   `json:"section,omitempty"`
	Severity    Severity `json:"severity"`
	Level       int      `json:"level"`
	Status      Status   `json:"status"`
	Remediation string   `json:"remediation"`
	Rule        *Rule    `json:"rule,omitempty"` // of a user's own control
}

// Rule is what a user's own control asks, and why.
type Rule struct {
	Resource   string   `json:"resource"`
	When       string   `json:"when,omitempty"`
	Condition  string   `json:"condition"`
	Rationale  string   `json:"rationale,omitempty"`
	References []string `json:"references,omitempty"`
	SHA256     string   `json:"sha256"` // lower-case hex, of the controls file's bytes
}

// Graph is the shape of what was assessed, without any value: what a drawing
// needs.
type Graph struct {
	Resources []Node `json:"resources"`
	Links     []Edge `json:"links"`
}

// Node is a resource instance in [Graph].
type Node struct {
	Address string `json:"address"`
	Type    string `json:"type"`
	Cluster string `json:"cluster,omitempty"`
	Input   int    `json:"input"`
}

// Edge is a link between two instances of the same input.
type Edge struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Role  string `json:"role"` // what From uses To for: node_role, cluster, key, subnet, …
	Input int    `json:"input"`
}

// Diagnostic is about the input, not about the infrastructure it describes.
type Diagnostic struct {
	Severity DiagnosticSeverity `json:"severity"`
	Summary  string             `json:"summary"`
	Detail   string             `json:"detail,omitempty"`
	Address  string             `json:"address,omitempty"`
	Location *Location          `json:"location,omitempty"`
	Input    int                `json:"input"` // place in Report.Inputs, or [NoInput]
}

// NoInput stands in a diagnostic on something that could not be read, and so is
// none of the report's inputs.
const NoInput = -1

// DiagnosticSeverity is error, warning or note.
type DiagnosticSeverity string

// The severities of a diagnostic.
const (
	DiagnosticError   DiagnosticSeverity = "error"
	DiagnosticWarning DiagnosticSeverity = "warning"
	DiagnosticNote    DiagnosticSeverity = "note"
)
