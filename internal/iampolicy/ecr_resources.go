package iampolicy

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// partitions are AWS's partitions; an identity's ARNs are all of one. Written
// out, since a star in the partition's place would reach past it.
const partitions = "aws aws-cn aws-us-gov aws-iso aws-iso-b aws-iso-e aws-iso-f aws-eusc"

// ecrTarget is what an ECR action may act on: a Resource pattern.
type ecrTarget struct {
	action   string
	resource pattern

	// whole are the patterns of all of ECR that the action can act on, one for
	// each partition, that the resource takes in whole.
	whole []pattern

	// unknown says that the resource is one that is not known yet; the pattern
	// is then everything.
	unknown bool
}

func newTarget(action, resource string) ecrTarget {
	service, name, _ := strings.Cut(action, ":")
	t := ecrTarget{action: action, resource: compile(resource)}
	for _, partition := range strings.Fields(partitions) {
		arn := "arn:" + partition + ":" + fold(service) + ":*"
		if !hasWord(registryActions, name) {
			arn += ":*:repository/*"
		}
		if ecr := compile(arn); t.resource.covers(ecr) {
			t.whole = append(t.whole, ecr)
		}
	}
	return t
}

// within says whether a Resource pattern takes in the whole target, or all of
// one partition's ECR in it: Deny on every repository cancels Allow on `*`.
func (t ecrTarget) within(p pattern) bool {
	if p.covers(t.resource) {
		return true
	}
	for _, ecr := range t.whole {
		if p.covers(ecr) {
			return true
		}
	}
	return false
}

// touches says whether a Resource pattern takes in part of the target.
func (t ecrTarget) touches(p pattern) bool {
	return p.overlaps(t.resource) && isServiceARN(t.action, p)
}

// targets are the resources on which a statement lets the ECR action act, and
// whether there may be more. A statement without resources concerns what it is
// attached to, which may be ECR's; NotResource leaves everything else.
//
// A resource that is not known is a target when the statement names ECR
// (ecr:PutImage): such an action has nothing else to act on. Under a wide
// pattern (`*`) it may be anything. Of several targets that are known, one is
// enough where any is asked for.
func (s Statement) targets(action string, named, any bool) (targets []ecrTarget, more bool) {
	everything := newTarget(action, "*")
	if !s.NotResources.empty() {
		switch s.NotResources.any(func(r string) bool { return everything.within(compile(r)) }) {
		case logic.Yes:
			return nil, false
		case logic.Maybe:
			return nil, true
		default:
			return []ecrTarget{everything}, false
		}
	}
	if s.Resources.empty() {
		return []ecrTarget{everything}, false
	}
	unknown := len(s.Resources.Items) == 0 // all that is known: there are some
	for _, r := range s.Resources.Items {
		unknown = unknown || r.Unknown
		if any && len(targets) > 0 {
			continue
		}
		if !r.Unknown && isServiceARN(action, compile(r.Value)) {
			targets = append(targets, newTarget(action, r.Value))
		}
	}
	if unknown && named {
		everything.unknown = true
		targets = append(targets, everything)
	}
	return targets, unknown && !named || s.Resources.Open && len(s.Resources.Items) > 0
}

// isServiceARN says whether the pattern can be an ARN of the action's service.
func isServiceARN(action string, resource pattern) bool {
	service, _, _ := strings.Cut(fold(action), ":")
	for _, partition := range strings.Fields(partitions) {
		if resource.overlaps(compile("arn:" + partition + ":" + service + ":*")) {
			return true
		}
	}
	return false
}
