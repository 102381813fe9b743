package iampolicy

import "strings"

// BeyondBaseline says whether a policy of a node role allows what workloads
// need and a worker node does not: actions that are neither the worker
// baseline's nor ECR reads. A policy whose every action is of `ecr:` or
// `ecr-public:` is none: [Writes] judges it. Deny statements grant nothing, and
// take nothing away here. The items are the offending action patterns, or
// "NotAction".
func BeyondBaseline(doc Document) Answer {
	if onlyECR(doc) == Yes {
		return Answer{}
	}
	return ask([]Document{doc}, func(s Statement) (Truth, []string) {
		if !s.NotActions.empty() {
			// Whatever it leaves out, the rest of AWS is beyond the baseline.
			left := s.NotActions.any(everything).Not()
			return s.has(Allow).And(left), []string{"NotAction"}
		}
		beyond := truth(s.Actions.Open).And(Maybe)
		var items []string
		for _, action := range s.Actions.Items {
			t := Maybe
			if !action.Unknown {
				t = s.inBaseline(action.Value).Not()
			}
			if t != No && !action.Unknown {
				items = append(items, action.Value)
			}
			beyond = beyond.Or(t)
		}
		return s.has(Allow).And(beyond), unique(items)
	})
}

// inBaseline says whether every action that the pattern matches is the
// baseline's, on the statement's resources.
func (s Statement) inBaseline(action string) Truth {
	p := foldedPattern(action)
	t := truth(readsECR(action))
	for _, row := range baselineActions() {
		for _, known := range strings.Fields(row.actions) {
			if !foldedPattern(known).covers(p) {
				continue
			}
			if row.resource == "" {
				return Yes
			}
			t = t.Or(s.Resources.all(func(r string) bool { return compile(row.resource).covers(compile(r)) }))
		}
	}
	return t
}

// readsECR says whether the pattern matches ECR reads only.
func readsECR(action string) bool {
	_, ecr := ECRLevel(action)
	return ecr && len(writesNamed(action)) == 0
}

// onlyECR says whether every action that the document allows is ECR's, or the
// token that ECR Public's login needs.
func onlyECR(doc Document) Truth {
	t := truth(!doc.Open).Or(Maybe)
	for _, s := range doc.Statements {
		only := s.Actions.all(func(action string) bool {
			_, ecr := ECRLevel(action)
			return ecr || strings.EqualFold(action, "sts:GetServiceBearerToken")
		})
		t = t.And(only.Or(s.has(Allow).Not()))
	}
	return t
}
