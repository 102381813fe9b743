package plan

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// index is what the one pass over the input keeps.
type index struct {
	formatVersion    string
	terraformVersion string
	errored          bool
	incomplete       bool
	keys             map[string]bool // top-level names that are there

	changes   []*instance          // resource_changes of wanted types
	deferred  []*instance          // deferred_changes of wanted types
	forgotten []*instance          // of wanted types, with the values from before
	former    []*instance          // of wanted types that the plan deletes or changes, with the values from before
	uncounted map[string]bool      // blocks in deferred_changes of which it is not known how many instances there are
	planned   map[string]*instance // planned_values, or a state's values, by address
	prior     map[string]*instance // of prior_state, by address
	bare      []string             // addresses in planned values that stand there without values
	gone      map[string]bool      // addresses in resource_changes that do not exist after the apply

	plannedCount int // managed instances in planned values, of any type
	changedCount int // managed instances in resource_changes that stay, of any type
	priorCount   int // managed instances in the prior state, of any type
	entries      int // of resource_changes and deferred_changes, whatever they do

	words map[string]string // see [reader]

	terraform, openTofu bool // whether a provider comes from its registry

	config    *moduleConfig
	providers []providerConfig
	variables span
	relevant  span

	twins         []string                   // addresses of awscc resources that are twins of what we judge
	present       map[string]bool            // types of the managed instances that stay
	marks         map[string]map[string]bool // address of a block, without keys → arguments of which a part is sensitive
	deferredReads []deferredRead
	others        []string // addresses of entries whose mode is not known
}

// instance is a resource instance as the pass found it.
type instance struct {
	address graph.Address
	text    string // the address as Terraform writes it
	action  graph.Action
	parts
	previous string // the address of an object that is moved, before
}

// parts are where the values of an instance stand, and the masks of these.
type parts struct{ values, unknown, sensitive span }

// topLevel lists the names that the plan and state formats define. A name that
// differs from one of these in case alone would be taken for it by a laxer
// reader, so it is refused.
var topLevel = []string{
	"format_version", "terraform_version", "variables", "planned_values", "resource_drift", "resource_changes",
	"deferred_changes", "deferred_action_invocations", "action_invocations", "output_changes", "prior_state", "configuration", "relevant_attributes", "checks",
	"timestamp", "applyable", "complete", "errored", "values",
}

// readIndex makes the one pass.
func readIndex(r io.ReaderAt, start, size int64, w wanted) (*index, error) {
	ix := &index{keys: map[string]bool{}, present: map[string]bool{}, marks: map[string]map[string]bool{}, planned: map[string]*instance{}, prior: map[string]*instance{}, gone: map[string]bool{}, uncounted: map[string]bool{}}
	dec := newReader(io.NewSectionReader(r, start, size-start), start)
	switch kind := dec.PeekKind(); kind {
	case '{':
	case 0:
		_, err := dec.ReadToken()
		if errors.Is(err, io.EOF) {
			return nil, notPlan("it holds no JSON value")
		}
		return nil, syntax(err)
	default:
		if err := dec.skip(); err != nil {
			return nil, err
		}
		return nil, notPlan("expected a JSON object, found " + describe(kind))
	}
	ix.words = dec.words
	p := pass{reader: dec, wanted: w, index: ix}
	if err := dec.object(p.topLevel); err != nil {
		return nil, err
	}
	if _, err := dec.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("unexpected text behind the plan's JSON at byte %d: expected the end of the file", dec.base+dec.InputOffset())
	}
	return ix, ix.consistent()
}

// consistent checks what several parts say of one instance.
func (ix *index) consistent() error {
	changed := make(map[string]bool, len(ix.changes))
	for _, in := range ix.changes {
		if changed[in.text] {
			return fmt.Errorf("malformed plan: resource_changes has two entries for %s: expected one", in.text)
		}
		changed[in.text] = true
	}
	for _, in := range ix.deferred {
		changed[in.text] = true
	}
	// Terraform leaves the values out of what it forgets, and of an instance of
	// which nothing is known yet: the changes say which it is.
	for _, address := range ix.bare {
		if !changed[address] && !ix.gone[address] {
			return fmt.Errorf("malformed plan: %s has neither values nor a change: expected an object \"values\"", address)
		}
	}
	return nil
}

func describe(kind jsontext.Kind) string {
	switch kind {
	case 'n':
		return "null"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case '0':
		return "a number"
	}
	return "true or false"
}

// pass holds what the walk over the input needs.
type pass struct {
	reader
	wanted wanted
	index  *index
}

func (p pass) topLevel(name string) (err error) {
	ix := p.index
	for _, known := range topLevel {
		if name != known && strings.EqualFold(name, known) {
			return fmt.Errorf("malformed plan: top-level name %q differs from %q in case alone", name, known)
		}
	}
	// A null says as much as a missing part.
	ix.keys[name] = p.PeekKind() != 'n'
	switch name {
	case "format_version":
		ix.formatVersion, err = p.text()
	case "terraform_version":
		ix.terraformVersion, err = p.text()
	case "errored":
		ix.errored, err = p.flag()
	case "complete":
		var complete bool
		complete, err = p.flag()
		ix.incomplete = !complete
	case "variables":
		ix.variables, err = p.span()
	case "relevant_attributes":
		ix.relevant, err = p.span()
	case "resource_changes":
		err = p.array(func() error { return p.change(&ix.changes, false) })
	case "deferred_changes":
		err = p.array(p.deferredChange)
	case "planned_values":
		err = p.values(tree{ix.planned, &ix.plannedCount, &ix.bare})
	case "values":
		err = p.values(tree{ix.planned, &ix.plannedCount, nil})
	case "prior_state":
		err = p.priorState()
	case "configuration":
		err = p.configuration()
	default:
		err = p.skip()
	}
	return err
}

// kind tells a plan from a state, and refuses what is neither or of a version
// that nobody knows.
func (ix *index) kind() (finding.Kind, error) {
	switch {
	case !ix.keys["format_version"] && ix.keys["lineage"] && ix.keys["serial"]:
		return "", notPlan("it is a raw state file; scan \"terraform show -json\" of it instead")
	case !ix.keys["format_version"] && ix.keys["schema_version"] && ix.keys["findings"]:
		return "", notPlan("it is a report of cisbench; the command merge reads it")
	case !ix.keys["format_version"]:
		return "", notPlan("it has no format_version")
	}
	major, _, _ := strings.Cut(ix.formatVersion, ".")
	if n, err := strconv.Atoi(major); err != nil || n < 0 || n > 1 || !strings.Contains(ix.formatVersion, ".") {
		return "", fmt.Errorf("format_version %q is not supported: expected 0.1 to 1.x; is there a newer release of this program?", ix.formatVersion)
	}
	switch {
	case ix.keys["planned_values"], ix.keys["resource_changes"]:
		return finding.PlanInput, nil
	case ix.onlyState():
		return finding.StateInput, nil
	}
	return "", notPlan("it has neither planned_values nor resource_changes nor values: was a part of it cut out?")
}

// onlyState reports whether the input has the parts of a state, and no other.
// That of a state without resources has no values.
func (ix *index) onlyState() bool {
	for name, present := range ix.keys {
		if present && name != "format_version" && name != "terraform_version" && name != "values" && name != "checks" {
			return false
		}
	}
	return true
}

// managed counts the managed instances that exist after the apply.
func (ix *index) managed(kind finding.Kind) int {
	switch {
	case ix.refreshOnly():
		return ix.priorCount
	case kind == finding.StateInput || ix.keys["planned_values"]:
		return ix.plannedCount
	}
	return ix.changedCount
}

// refreshOnly reports whether the plan changes and plans nothing: that of
// "terraform plan -refresh-only". What exists then is the prior state, which has
// been refreshed.
func (ix *index) refreshOnly() bool {
	return ix.entries == 0 && ix.plannedCount == 0
}
