// Package iam has what several controls derive about IAM: policy documents, who holds
// which policies, and which roles trust a cluster's service accounts.
//
// It knows no control, and not where the graph came from.
package iam

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
)

const (
	IamRoleType   = "aws_iam_role"
	iamUserType   = "aws_iam_user"
	iamGroupType  = "aws_iam_group"
	IamPolicyType = "aws_iam_policy"
)

// HeldPolicy is a policy that an IAM role, user or group holds.
type HeldPolicy struct {
	By         *graph.Resource // that attaches the policy or has it inline
	HolderType string          // aws_iam_role, aws_iam_user or aws_iam_group
	Holder     *graph.Resource // nil where it is outside the plan, or cannot be told
	HolderName string          // of a holder outside the plan
	Named      graph.Value     // the argument that names the holder

	Value      graph.Value     // the argument that names the policy, or has its document
	Inline     bool            // not a managed policy
	InlineName string          // of an inline policy, where it is known
	ARN        string          // of a managed policy that is not in the plan; "" when it is, or is unknown
	Policy     *graph.Resource // the aws_iam_policy, or the data source of one
	Document   Document        // what this policy says; open where nothing here shows it
	Sure       bool            // it is this policy and no other, whoever holds it
	Theirs     bool            // it is this holder and no other, whatever the policy
	Undone     *graph.Resource // the exclusive list that takes away what By gives; nil if none does
	mirrored   bool            // a computed attribute of the holder shows it, and no configuration
	doubtful   bool            // it is mirrored, and the plan may take it away
	Assumes    []string
}

// Certain reports whether this holder holds this policy.
func (p HeldPolicy) Certain() bool { return p.Sure && p.Theirs && p.Undone == nil }

// Says is what the policy says, whoever holds it: in doubt if it may be another.
func (p HeldPolicy) Says() iampolicy.Document {
	if p.Sure {
		return p.Document.Document
	}
	return appendDocument(iampolicy.Document{}, p.Document.Document, false)
}

// Name is the policy's name for a message: that of its ARN, the address of the
// plan's own policy, or else what has it inline or names it.
func (p HeldPolicy) Name() string {
	switch {
	case p.ARN != "" && p.Value.Sensitive():
		return finding.Redacted
	case p.ARN != "":
		return p.ARN[strings.LastIndex(p.ARN, "/")+1:]
	case p.Policy != nil:
		return p.Policy.String()
	case p.Value.Path() == "policy":
		return p.By.String()
	}
	return p.By.String() + "." + p.Value.Path()
}

// HolderKind names the resource types by which one kind of principal holds
// policies, and the arguments by which these name it.
type HolderKind struct {
	typ, argument, plural, exclusive             string
	Attachment, Inline, OnlyAttached, onlyInline string
}

func HolderKinds() []HolderKind {
	var kinds []HolderKind
	for _, name := range []string{"role", "user", "group"} {
		typ := "aws_iam_" + name
		kinds = append(kinds, HolderKind{
			typ: typ, argument: name, plural: name + "s", exclusive: name + "_name",
			Attachment: typ + "_policy_attachment", Inline: typ + "_policy",
			OnlyAttached: typ + "_policy_attachments_exclusive", onlyInline: typ + "_policies_exclusive",
		})
	}
	return kinds
}

// RolePolicyTypes are the resource types that give a policy to a role.
func RolePolicyTypes() []string {
	role := HolderKinds()[0]
	return []string{role.Attachment, role.Inline, role.OnlyAttached, role.onlyInline, "aws_iam_policy_attachment"}
}

// identityPolicyReads is what [NewIdentityPolicies] reads, documents included.
func IdentityPolicyReads() []control.Read {
	reads := []control.Read{
		documentReads(),
		{Types: []string{IamRoleType}, Arguments: []string{"name", "id", "arn", "path", "managed_policy_arns", "inline_policy"}},
		{Types: []string{iamUserType, iamGroupType}, Arguments: []string{"name", "id", "arn"}},
		{Types: []string{IamPolicyType}, Arguments: []string{"name", "id", "arn", "path", "policy"}},
		{Types: []string{"aws_iam_policy_attachment"}, Arguments: []string{"roles", "users", "groups", "policy_arn"}},
	}
	for _, kind := range HolderKinds() {
		reads = append(reads,
			control.Read{Types: []string{kind.Attachment}, Arguments: []string{kind.argument, "policy_arn"}},
			control.Read{Types: []string{kind.Inline}, Arguments: []string{kind.argument, "name", "policy"}},
			control.Read{Types: []string{kind.OnlyAttached}, Arguments: []string{kind.exclusive, "policy_arns"}},
			control.Read{Types: []string{kind.onlyInline}, Arguments: []string{kind.exclusive, "policy_names"}},
		)
	}
	return reads
}

// IdentityPolicies is who holds which policies, read once from a graph.
type IdentityPolicies struct {
	graph     *graph.Graph
	Documents Documents
	written   map[*graph.Resource]Document // of each aws_iam_policy
	All       []HeldPolicy                 // type by type, in the order of what attaches them
	of        map[*graph.Resource][]int    // into all
	loose     map[string][]HeldPolicy      // by type of holder: who holds it cannot be told
	seen      map[looseKey]bool            // what loose has already
	pairs     int                          // that are not certain
	only      map[*graph.Resource]exclusive
	taken     taken
}

// NewIdentityPolicies reads every policy that the graph gives to anyone.
func NewIdentityPolicies(g *graph.Graph) *IdentityPolicies {
	type key struct{}
	return graph.Once(&g.Facts, key{}, func() *IdentityPolicies { return readIdentityPolicies(g) })
}

func readIdentityPolicies(g *graph.Graph) *IdentityPolicies {
	p := &IdentityPolicies{
		graph:     g,
		Documents: newDocuments(g),
		written:   map[*graph.Resource]Document{},
		of:        map[*graph.Resource][]int{},
		loose:     map[string][]HeldPolicy{},
		seen:      map[looseKey]bool{},
		only:      map[*graph.Resource]exclusive{},
	}
	p.taken = takenAway(g)
	for _, kind := range HolderKinds() {
		p.readExclusives(kind) // first: they undo what the others read
		p.readAttachments(kind)
		p.readInline(kind)
		p.readListedInline(kind)
	}
	return p
}

// Held returns the policies that a role, user or group holds; those that are
// not Certain it may hold.
func (p *IdentityPolicies) Held(holder *graph.Resource) []HeldPolicy {
	held := p.own(holder)
	for _, policy := range p.loose[holder.Type] {
		if p.graph.SameAccount(holder, policy.By) != graph.Different {
			held = append(held, p.undone(holder, policy))
		}
	}
	return held
}

// own returns the policies that are given to the holder by its name.
func (p *IdentityPolicies) own(holder *graph.Resource) []HeldPolicy {
	var held []HeldPolicy
	for _, i := range p.of[holder] {
		held = append(held, p.All[i])
	}
	return held
}

func (p *IdentityPolicies) readAttachments(kind HolderKind) {
	for _, r := range p.graph.Resources(kind.Attachment) {
		p.give(r, p.holders(kind.typ, r.Attr(kind.argument), false), p.managed(r.Attr("policy_arn"), false))
	}
	for _, r := range p.graph.Resources("aws_iam_policy_attachment") {
		p.give(r, p.holders(kind.typ, r.Attr(kind.plural), true), p.managed(r.Attr("policy_arn"), false))
	}
	if kind.typ != IamRoleType {
		return
	}
	for _, r := range p.graph.Resources(IamRoleType) {
		p.give(r, self(r), p.attachedToRole(r))
	}
}

func (p *IdentityPolicies) readInline(kind HolderKind) {
	for _, r := range p.graph.Resources(kind.Inline) {
		p.give(r, p.holders(kind.typ, r.Attr(kind.argument), false), []HeldPolicy{p.inlinePolicy(r.Attr("name"), r.Attr("policy"))})
	}
	if kind.typ != IamRoleType {
		return
	}
	for _, r := range p.graph.Resources(IamRoleType) {
		p.give(r, self(r), p.inlineOfRole(r))
	}
}

func (p *IdentityPolicies) inlinePolicy(name, v graph.Value) HeldPolicy {
	doc := p.Documents.Of(v)
	text, _ := name.Text()
	return HeldPolicy{Value: v, Inline: true, InlineName: text, Document: doc, Sure: true, Assumes: doc.Assumes}
}

// give records that each of the holders holds each of the policies.
func (p *IdentityPolicies) give(by *graph.Resource, holders, policies []HeldPolicy) {
	holders, policies = p.fewer(holders, policies)
	for _, holder := range holders {
		for _, held := range policies {
			held.By, held.HolderType = by, holder.HolderType
			held.Holder, held.HolderName, held.Named = holder.Holder, holder.HolderName, holder.Named
			held.Assumes = append(append([]string(nil), held.Assumes...), holder.Assumes...)
			held.Theirs = holder.Theirs && !held.doubtful
			held = p.undone(held.Holder, held)
			if held.Undone != nil && (by.Forgotten || held.mirrored) {
				continue // nothing in the configuration gives it back
			}
			p.All = append(p.All, held)
			switch {
			case held.Holder != nil:
				p.of[held.Holder] = append(p.of[held.Holder], len(p.All)-1)
			case held.HolderName == "":
				p.addLoose(held)
			}
		}
	}
}

// mostPairs is how many pairs of a holder and a policy are looked at singly while
// it is not certain that they belong together: N attachments of one block that each
// mean one of N roles and N policies have N³ of them.
const mostPairs = 20_000

// fewer keeps pairs that are not certain to a number. Past it a policy that
// nobody can tell is held by a holder that nobody can tell.
func (p *IdentityPolicies) fewer(holders, policies []HeldPolicy) ([]HeldPolicy, []HeldPolicy) {
	pairs := len(holders) * len(policies)
	certain := !slices.ContainsFunc(holders, func(h HeldPolicy) bool { return !h.Theirs }) && !slices.ContainsFunc(policies, unsure)
	if pairs < 2 || certain {
		return holders, policies
	}
	if p.pairs += pairs; p.pairs <= mostPairs {
		return holders, policies
	}
	if len(holders) > 1 {
		holders = []HeldPolicy{{HolderType: holders[0].HolderType}}
	}
	if len(policies) > 1 {
		unread := HeldPolicy{Value: policies[0].Value, Inline: policies[0].Inline}
		unread.Document.Document = iampolicy.UnknownDocument()
		policies = []HeldPolicy{unread}
	}
	return holders, policies
}

// looseKey is all that tells apart what any holder of a type may hold.
type looseKey struct {
	holderType string
	home       graph.Home
	inline     bool
	name, says string
}

// mostLoose is how many policies any holder of a type may hold before the others
// are one of which nothing is known.
const mostLoose = 100

// addLoose adds what any holder of the type may hold. Of policies that say the
// same, one is enough: each is looked at for every holder.
func (p *IdentityPolicies) addLoose(held HeldPolicy) {
	says := held.ARN
	if text, ok := held.Document.Value.Text(); ok {
		says = text
	}
	key := looseKey{held.HolderType, p.graph.Home(held.By), held.Inline, held.InlineName, says}
	if known := says != "" || len(held.Document.Statements) == 0; known && p.seen[key] {
		return
	}
	p.seen[key] = true
	if loose := p.loose[held.HolderType]; len(loose) >= mostLoose {
		held.Document.Document = iampolicy.UnknownDocument() // and so are all that come after
		held.ARN, held.Policy = "", nil
		p.loose[held.HolderType] = append(loose[:mostLoose], held)
		return
	}
	p.loose[held.HolderType] = append(p.loose[held.HolderType], held)
}

// Asked is the answer to a question about what a policy says: put once to a policy
// of the graph, however many hold it, and once to a text, however many inline
// policies have it.
func Asked[T any](held HeldPolicy, key any, question func() T) T {
	switch {
	case held.Policy != nil:
		return graph.Once(&held.Policy.Facts, key, question)
	case held.Document.answers != nil:
		return graph.Once(held.Document.answers, key, question)
	}
	return question()
}
