package iam

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// ECRGrants are the policies of one role, as documents that are judged together.
type ECRGrants struct {
	Held    []HeldPolicy // by the index of its document
	Docs    []iampolicy.Document
	Outside []HeldPolicy // named, and neither in the plan nor in a table
}

func ECRGrantsOf(held []HeldPolicy) ECRGrants {
	var g ECRGrants
	for _, alternatives := range ByPlace(held) {
		if first := alternatives[0]; !first.Sure && first.Theirs && first.Undone == nil && allWrite(alternatives) {
			// Whichever of the candidates it is, it allows writes.
			g.add(first, grantedBy(first))
			continue
		}
		for _, p := range alternatives {
			switch doc := grantedBy(p); {
			case p.OutsidePlan() && p.Certain():
				g.Outside = append(g.Outside, p)
			case p.Certain():
				g.add(p, doc)
			default:
				g.add(p, appendDocument(iampolicy.Document{}, doc, false))
			}
		}
	}
	return g
}

func (g *ECRGrants) add(p HeldPolicy, doc iampolicy.Document) {
	g.Held = append(g.Held, p)
	g.Docs = append(g.Docs, doc)
}

// ByPlace groups policies by the argument that names them: those of one group
// are candidates for it.
func ByPlace(held []HeldPolicy) [][]HeldPolicy {
	type place struct {
		by *graph.Resource
		at graph.Place
	}
	index := map[place]int{}
	var groups [][]HeldPolicy
	for _, p := range held {
		at := place{p.By, p.Value.Place()}
		i, ok := index[at]
		if !ok {
			i = len(groups)
			index[at] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], p)
	}
	return groups
}

func allWrite(alternatives []HeldPolicy) bool {
	return !slices.ContainsFunc(alternatives, func(p HeldPolicy) bool {
		return iampolicy.Writes(grantedBy(p)).Verdict != iampolicy.ECRWrite
	})
}

// OutsidePlan reports whether the policy is known by name, and what it says is
// neither in the plan nor in a table.
func (p HeldPolicy) OutsidePlan() bool {
	if policy, ok := iampolicy.Managed(p.ARN); ok {
		return !policy.Listed()
	}
	return p.Document.Open && p.Document.Err == nil && p.Value.Known() && (p.ARN != "" || p.Inline)
}

// grantedBy returns the document of a policy as far as ECR goes.
func grantedBy(p HeldPolicy) iampolicy.Document {
	policy, ok := iampolicy.Managed(p.ARN)
	switch {
	case !ok:
		return p.Document.Document
	case policy.WritesECR == logic.Yes:
		return iampolicy.Document{Statements: []iampolicy.Statement{{
			Effect:    iampolicy.Known(iampolicy.Allow),
			Actions:   iampolicy.KnownList(managedWrites(policy.Name)...),
			Resources: iampolicy.KnownList("*"),
		}}}
	}
	return policy.Document()
}

// managedWrites returns the ECR actions of an AWS managed policy that writes:
// what its name says, for ECR's own, and everything for the rest, so that only
// a Deny of everything cancels it.
func managedWrites(name string) []string {
	services := []string{"ecr", "ecr-public"}
	switch {
	case strings.HasPrefix(name, "AmazonEC2ContainerRegistry"):
		services = services[:1]
	case strings.HasPrefix(name, "AmazonElasticContainerRegistryPublic"):
		services = services[1:]
	}
	verbs := []string{"*"}
	if strings.HasSuffix(name, "PowerUser") {
		verbs = []string{"InitiateLayerUpload", "UploadLayerPart", "CompleteLayerUpload", "PutImage"}
	}
	var actions []string
	for _, service := range services {
		for _, verb := range verbs {
			actions = append(actions, service+":"+verb)
		}
	}
	return actions
}

// Telling returns the policy that allows a write, of several the one that allows
// more than a pull through cache needs, and its actions for a message.
func (g ECRGrants) Telling(writes iampolicy.ECRWrites) (p HeldPolicy, actions string) {
	reason := writes.Reasons[0]
	for _, r := range writes.Reasons {
		more := func(action string) bool {
			return action != "ecr:BatchImportUpstreamImage" && action != "ecr:CreateRepository" && action != "ecr:TagResource"
		}
		if r.Truth == logic.Yes && slices.ContainsFunc(r.Actions, more) {
			reason = r
			break
		}
	}
	p = g.Held[reason.Document]
	return p, p.Actions(reason.Items)
}

// Actions writes action patterns of a policy's document for a message: "" for a
// policy that is known by its name, or is sensitive.
func (p HeldPolicy) Actions(patterns []string) string {
	const most = 3
	switch {
	case p.ARN != "" || p.Decider().Sensitive() || p.Document.Secret:
		return ""
	case len(patterns) > most:
		return " (" + strings.Join(patterns[:most], ", ") + " and others)"
	}
	return " (" + strings.Join(patterns, ", ") + ")"
}

// Undecided says which policy leaves it open whether there is a write.
func (g ECRGrants) Undecided(writes iampolicy.ECRWrites) control.Verdict {
	suspect := slices.IndexFunc(g.Docs, func(d iampolicy.Document) bool { return d.Open })
	if len(writes.Reasons) > 0 {
		suspect = writes.Reasons[0].Document
	}
	p := g.Held[suspect]
	switch {
	case p.Undone != nil:
		return control.Unresolved(p.Value, "%s gives the role %s and %s takes it away: the order of the apply decides", p.By, p.Name(), p.Undone)
	case p.Document.Err == errUnread:
		return control.Unresolved(p.Decider(), "%s was not read: this input has %s", p.Name(), errUnread)
	case p.Document.Err != nil:
		return control.Unresolved(p.Decider(), "%s is no policy document", p.Name())
	case !p.Sure && p.Value.Unknown():
		return control.Unknown(p.Value)
	case p.Decider().Unknown():
		return control.Unknown(p.Decider())
	case !p.Certain():
		return control.Unresolved(p.Value, "%s may let nodes write to ECR: it cannot be told whether the role holds it", p.Name())
	}
	return control.Unresolved(p.Decider(), "it is not known yet whether %s lets nodes write to ECR", p.Name())
}

// Decider is the argument to change for another policy: the document of one of
// the plan's own, or the argument that names another.
func (p HeldPolicy) Decider() graph.Value {
	if p.Policy != nil && p.Policy.Mode == graph.Managed {
		return p.Policy.Attr("policy")
	}
	return p.Value
}

// Evidence names the policies: by ARN, by address, or by the place that has one
// inline. What they say is no evidence: documents are never copied.
func (g ECRGrants) Evidence(role *graph.Resource) []finding.Evidence {
	var facts []finding.Evidence
	for _, p := range slices.Concat(g.Held, g.Outside) {
		facts = append(facts, p.Evidence(role))
	}
	return facts
}

func (p HeldPolicy) Evidence(subject *graph.Resource) finding.Evidence {
	e := finding.Evidence{Attribute: p.Value.Path(), Value: p.Name()}
	if p.Inline {
		e.Value = "(inline policy)"
	}
	if p.By != subject {
		e.Address = p.By.String()
	}
	return e
}
