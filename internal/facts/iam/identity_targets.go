package iam

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
)

// target is one thing that an argument names: an instance, or by text something
// outside the plan. With neither, something is named that cannot be told.
type target struct {
	Resource *graph.Resource
	Text     string
	Value    graph.Value
	Certain  bool
	Assumes  []string
}

// targets resolves an argument that names one thing, or a list of things, of
// the given types.
func targets(g *graph.Graph, v graph.Value, list bool, types ...string) []target {
	var found, later []target
	unknown := 0
	for _, e := range v.Elements() {
		if e.Unknown() {
			unknown++
		}
	}
	for _, e := range v.Apart() {
		text, ok := e.Text()
		switch {
		case e.Unknown() && e.Origins().Whole:
			later = append(later, targetsOf(g, e, unknown, list && v.Opaque(), types)...)
		case e.Unknown():
			later = append(later, targetsOf(g, e, 1, list && v.Opaque(), types)...)
		}
		if !ok {
			continue
		}
		link := g.Link(e, types...)
		for _, to := range link.To {
			found = append(found, target{Resource: to, Value: e, Certain: link.Certain})
		}
		if len(link.To) == 0 && text != "" {
			found = append(found, target{Text: text, Value: e, Certain: true})
		}
	}
	return append(found, later...)
}

// targetsOf resolves as many elements as share the origins of one that is not known. As
// many candidates as elements are these elements. One candidate for a list that is
// unknown as a whole is why it is unknown, and may have known elements next to it.
func targetsOf(g *graph.Graph, e graph.Value, elements int, opaque bool, types []string) []target {
	link := g.Link(e, types...)
	var found []target
	for _, to := range link.To {
		found = append(found, target{Resource: to, Value: e, Certain: !link.Open && len(link.To) == elements, Assumes: link.Assumes})
	}
	if link.Open || len(link.To) < elements || opaque {
		found = append(found, target{Value: e})
	}
	return found
}

// self is the holder of what a resource gives to itself.
func self(r *graph.Resource) []HeldPolicy {
	return []HeldPolicy{{HolderType: r.Type, Holder: r, Theirs: true}}
}

// holders resolves who holds a policy.
func (p *IdentityPolicies) holders(typ string, v graph.Value, list bool) []HeldPolicy {
	var holders []HeldPolicy
	for _, t := range targets(p.graph, v, list, typ) {
		holders = append(holders, HeldPolicy{
			HolderType: typ, Holder: t.Resource, HolderName: t.Text, Named: t.Value, Theirs: t.Certain, Assumes: t.Assumes,
		})
	}
	return holders
}

// managed resolves which managed policies an argument names.
func (p *IdentityPolicies) managed(v graph.Value, list bool) []HeldPolicy {
	var policies []HeldPolicy
	for _, t := range targets(p.graph, v, list, IamPolicyType) {
		held := HeldPolicy{Value: t.Value, ARN: t.Text, Policy: t.Resource, Sure: t.Certain, Assumes: t.Assumes}
		held.Document.Document = iampolicy.UnknownDocument()
		switch {
		case t.Resource != nil:
			held.Document = p.policyDocument(t.Resource)
			held.Assumes = append(append([]string(nil), held.Assumes...), held.Document.Assumes...)
		case t.Text == "" && !list:
			if arn, ok := ofAnyPartition(t.Value); ok {
				held.ARN, held.Sure = arn, true
			} else {
				p.byInstanceKey(&held)
			}
		}
		policies = append(policies, held)
	}
	return policies
}

// ofAnyPartition is the ARN of an AWS managed policy of which nothing but the
// partition is not known: it is the same policy in each.
func ofAnyPartition(v graph.Value) (arn string, ok bool) {
	outline, _ := v.Outline()
	name, ok := strings.CutPrefix(outline, "arn:"+graph.Blank+":iam::aws:policy/")
	if !ok || strings.Contains(name, graph.Blank) {
		return "", false
	}
	return "arn:aws:iam::aws:policy/" + name, true
}

// policyDocument is what an aws_iam_policy of the plan, or a data source of one,
// says. Of one that another policy's ARN shares with it, its text is the same.
func (p *IdentityPolicies) policyDocument(policy *graph.Resource) Document {
	doc, ok := p.written[policy]
	if !ok {
		doc = p.Documents.Of(policy.Attr("policy"))
		p.written[policy] = doc
	}
	return doc
}

// byInstanceKey takes the key of an attachment for its policy, where nothing
// else says what the policy is and the key is one of AWS's own policies: modules
// that loop over a set of them write it so.
func (p *IdentityPolicies) byInstanceKey(held *HeldPolicy) {
	key, ok := held.Value.Resource().Address.Key.Text()
	if !ok || len(p.graph.Link(held.Value, IamPolicyType).To) > 0 {
		return
	}
	if _, ok := iampolicy.Managed(key); !ok {
		return
	}
	held.ARN, held.Sure = key, true
	held.Assumes = append(held.Assumes, "the instance key "+key+" is the name of the AWS managed policy that is attached")
}
