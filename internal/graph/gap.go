package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// Gap is a part of the input that is not in the graph. A missing resource proves
// nothing where a gap may hold it.
type Gap struct {
	Kind    GapKind
	Address string // of the module call or the block, without keys; "" for the root module and for a file
	Range   *Range // of the call, the block or the part of a file, if there is source
	Calls   []Call // of modules, which lead to Range
	Why     string // why it was not read, such as "a/b/aws is not installed"
	Remedy  string // what the user can do about it, such as "run terraform init"

	// Types are those of the resources that it certainly declares; nil if it may
	// hold any.
	Types []string
	// Among, unless nil, are all the types that it may hold.
	Among []string
	// Provider is the main provider of a module of a registry, which its address
	// names. A module of another provider than those of [Gap.Likely] is assumed to
	// hold nothing that a control looks at.
	Provider string
	// Passed returns what was passed to it; nil if it may refer to everything that
	// the input has, as a file of a module that was read.
	Passed func() Origins

	received *received
}

// GapKind says what was not read.
type GapKind uint8

// The kinds of gap.
const (
	UnreadModule  GapKind = iota // a module that is called
	UnreadFile                   // a file, or a part of one
	PastLimit                    // what a limit of evaluation left out of a module
	NotPlanned                   // a block that the configuration of a plan has, and the plan has not
	MoreInstances                // instances, of a block of which a partial plan has some, that it may not have
	PartialPlan                  // a plan that Terraform marked as incomplete, and does not show of what
	OtherEngine                  // what another tool makes with values that it is given, such as a CloudFormation stack
	NotPassed                    // what the caller of a function or a data source has and did not pass
)

// Certain reports whether the gap is known to declare resources, and which.
func (p Gap) Certain() bool { return p.Types != nil }

// Likely reports whether the gap may hold something that a control looks at, as
// far as its provider tells.
func (p Gap) Likely() bool {
	return slices.Contains([]string{"", "aws", "kubernetes", "helm", "kubectl"}, p.Provider)
}

// MayHold reports whether resources of one of the types may be in the gap.
func (p Gap) MayHold(types ...string) bool {
	among := p.Types
	if among == nil {
		among = p.Among
	}
	return among == nil || slices.ContainsFunc(types, func(t string) bool { return slices.Contains(among, t) })
}

// Name is what a message calls the gap.
func (p Gap) Name() string {
	switch {
	case p.Address != "":
		return p.Address
	case p.Kind == UnreadFile && p.Range != nil:
		return fmt.Sprintf("%s:%d", p.Range.File, p.Range.StartLine)
	case p.Kind == PartialPlan:
		return "the plan"
	case p.Kind == NotPassed:
		return "the rest of the configuration"
	}
	return "the root module"
}

// State says what became of the gap, such as "was not read".
func (p Gap) State() string {
	switch p.Kind {
	case PastLimit:
		return "was not read in full"
	case NotPlanned:
		return "is not in this plan"
	case MoreInstances:
		return "may have more instances than this plan has"
	case PartialPlan:
		return "is incomplete"
	case OtherEngine:
		return "makes resources that are not read"
	case NotPassed:
		return "was not passed"
	}
	return "was not read"
}

// String says what is missing, why, and what to do about it.
func (p Gap) String() string { return p.Text("") }

// Text is [Gap.String], with what follows from the gap after what is missing.
func (p Gap) Text(follows string) string {
	text := p.Name() + " " + p.State() + follows
	if p.Why != "" {
		text += ": " + p.Why
	}
	if p.Remedy != "" {
		text += "; " + p.Remedy
	}
	return text
}

// Perhaps reports whether it is not even known that there is a gap: then it is
// assumed that there is none.
func (p Gap) Perhaps() bool { return p.Kind == MoreInstances }

// Receipt says whether a gap was passed a resource.
type Receipt uint8

// The receipts, from the least.
const (
	NotReceived Receipt = iota
	PerhapsReceived
	Received
)

// received is what was passed to a gap, for look-ups.
type received struct {
	resources map[*Resource]bool
	names     map[string]bool
	open      bool // something of it could not be followed
}

// Receives reports whether the resource was passed to the gap: the object, or its
// name, ARN or id.
func (p *Gap) Receives(r *Resource) Receipt {
	if p.Passed == nil {
		return Received
	}
	if p.received == nil {
		passed := p.Passed()
		if r.graph != nil {
			passed = r.graph.resolve(passed)
		}
		p.received = receivedFrom(passed)
	}
	type key struct{}
	names := Once(&r.Facts, key{}, func() []string { return identityOf(r) })
	switch {
	case p.received.resources[r] || slices.ContainsFunc(names, func(name string) bool { return p.received.names[name] }):
		return Received
	case p.received.open:
		return PerhapsReceived
	}
	return NotReceived
}

func receivedFrom(o Origins) *received {
	in := &received{resources: map[*Resource]bool{}, names: map[string]bool{}, open: !o.Followed()}
	for _, ref := range slices.Concat(o.Refs, o.Via) {
		in.resources[ref.Resource] = true
	}
	for _, v := range o.Literals {
		for _, text := range textsIn(v) {
			in.names[text], in.names[strings.TrimPrefix(text, "https://")] = true, true
			for _, spelling := range spellings("aws_eks_cluster", text) {
				in.names[spelling] = true
			}
		}
	}
	delete(in.names, "")
	return in
}

// NotPlanned names some of the blocks that the configuration of the plan has and the
// plan has not, "" if there are none.
func (g *Graph) NotPlanned() string {
	const most = 5
	var names []string
	for _, p := range g.Gaps {
		if p.Kind == NotPlanned {
			names = append(names, p.Address)
		}
	}
	text := strings.Join(names[:min(len(names), most)], ", ")
	if more := len(names) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// Lack says why the graph cannot show all resources of a type: the first gap that
// may hold one, nil if no gap does.
func (g *Graph) Lack(typ string) *Gap {
	for i := range g.Gaps {
		if g.Gaps[i].Likely() && g.Gaps[i].MayHold(typ) {
			return &g.Gaps[i]
		}
	}
	return nil
}

// textsIn lists the texts in a value, of the first elements only if it is huge.
func textsIn(v cty.Value) []string {
	const most = 10_000
	var texts []string
	bare, _ := v.UnmarkDeep()
	left := most
	_ = cty.Walk(bare, func(_ cty.Path, v cty.Value) (bool, error) { // which returns the errors of its function, and that has none
		left--
		if v.Type() == cty.String && v.IsKnown() && !v.IsNull() {
			texts = append(texts, v.AsString())
		}
		return left > 0, nil
	})
	return texts
}
