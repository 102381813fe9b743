package iampolicy

import "strings"

// partitions are AWS's partitions, in whose ARNs a role of that partition lives.
const partitions = "aws aws-cn aws-us-gov aws-iso aws-iso-b aws-eusc"

// ecrTarget is what an ECR action can act on, in the terms of one Resource
// pattern: a pattern that reaches further is cut to the ECR service.
type ecrTarget struct {
	action   string // for example ecr:PutImage
	resource pattern
}

// service is the service part of the action's ARNs.
func (t ecrTarget) service() string {
	service, _, _ := strings.Cut(fold(t.action), ":")
	return service
}

// canBe says whether the resource pattern can be an ARN of the action's service.
func (t ecrTarget) canBe() bool {
	return t.resource.overlaps(compile("arn:aws*:" + t.service() + ":*"))
}

// within says whether another statement's Resource pattern takes in the whole
// target. A target wider than ECR counts as all of one partition's ECR that the
// action can act on.
func (t ecrTarget) within(p pattern) bool {
	if p.covers(t.resource) {
		return true
	}
	_, name, _ := strings.Cut(t.action, ":")
	for _, partition := range strings.Fields(partitions) {
		arn := "arn:" + partition + ":" + t.service() + ":*"
		if !hasWord(registryActions, name) {
			arn += ":*:repository/*"
		}
		if ecr := compile(arn); t.resource.covers(ecr) && p.covers(ecr) {
			return true
		}
	}
	return false
}

// targets are the resources on which a statement lets the ECR action act, and
// whether there may be more. A statement without resources concerns what it is
// attached to, which may be ECR's; NotResource leaves everything else.
func (s Statement) targets(action string) (targets []ecrTarget, more bool) {
	everything := ecrTarget{action, pattern{star}}
	switch {
	case !s.NotResources.empty():
		switch s.NotResources.any(func(r string) bool { return everything.within(compile(r)) }) {
		case Yes:
			return nil, false
		case Maybe:
			return nil, true
		}
		return []ecrTarget{everything}, false
	case s.Resources.empty():
		return []ecrTarget{everything}, false
	}
	for _, r := range s.Resources.Items {
		if r.Unknown {
			more = true
			continue
		}
		if t := (ecrTarget{action, compile(r.Value)}); t.canBe() {
			targets = append(targets, t)
		}
	}
	return targets, more || s.Resources.Open
}

// takesIn says whether the statement's resource element takes in the target.
func (s Statement) takesIn(t ecrTarget) Truth {
	if !s.NotResources.empty() {
		return s.NotResources.any(func(r string) bool { return compile(r).overlaps(t.resource) }).Not()
	}
	if s.Resources.empty() {
		return Yes
	}
	return s.Resources.any(func(r string) bool { return t.within(compile(r)) })
}
