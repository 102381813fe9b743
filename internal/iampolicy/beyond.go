package iampolicy

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// BeyondBaseline says whether a policy of a node role allows what workloads
// need and a worker node does not: actions that are neither the worker
// baseline's nor ECR reads. A policy whose every action is of `ecr:` or
// `ecr-public:` is none: [Writes] judges it. Deny statements grant nothing, and
// take nothing away here. The items are the offending action patterns, or
// "NotAction".
func BeyondBaseline(doc Document) Answer {
	ecrCounts := onlyECR(doc).Not()
	if ecrCounts == logic.No {
		return Answer{}
	}
	return ask([]Document{doc}, func(s Statement) (logic.Truth, []string) {
		if !s.NotActions.empty() {
			// Whatever it leaves out, the rest of AWS is beyond the baseline.
			left := s.NotActions.any(everything).Not()
			return s.has(Allow).And(left), []string{"NotAction"}
		}
		beyond := logic.Of(s.Actions.Open).And(logic.Maybe)
		items := map[logic.Truth][]string{}
		for _, action := range s.Actions.Items {
			if action.Unknown {
				beyond = beyond.Or(logic.Maybe)
				continue
			}
			t := s.inBaseline(action.Value).Not()
			if isECR(action.Value) {
				t = t.And(ecrCounts)
			}
			items[t] = append(items[t], action.Value)
			beyond = beyond.Or(t)
		}
		if beyond == logic.No {
			return logic.No, nil
		}
		return s.has(Allow).And(beyond), unique(items[beyond])
	})
}

// inBaseline says whether every action that the pattern matches is the
// baseline's, on the statement's resources.
func (s Statement) inBaseline(action string) logic.Truth {
	t := logic.Of(readsECR(action))
	for _, row := range baselineActions() {
		for _, known := range strings.Fields(row.actions) {
			switch {
			case !coversAction(known, action):
			case row.resource == "":
				return logic.Yes
			default:
				t = t.Or(s.Resources.all(func(r string) bool { return compile(row.resource).covers(compile(r)) }))
			}
		}
	}
	return t
}

// coversAction says whether a baseline action, or the star of a whole service,
// takes in an action pattern.
func coversAction(known, action string) bool {
	if strings.EqualFold(known, action) {
		return true
	}
	return strings.HasSuffix(known, "*") && foldedPattern(known).covers(foldedPattern(action))
}

// isECR says whether an action, or pattern, is of `ecr:` or `ecr-public:`.
func isECR(action string) bool {
	_, ecr := ecrLevel(action)
	return ecr
}

// readsECR says whether the pattern matches ECR reads only.
func readsECR(action string) bool { return isECR(action) && len(writesNamed(action)) == 0 }

// onlyECR says whether every action that the document allows is ECR's, or the
// token that ECR Public's login needs.
func onlyECR(doc Document) logic.Truth {
	t := logic.Of(!doc.Open).Or(logic.Maybe)
	for _, s := range doc.Statements {
		only := s.Actions.all(func(action string) bool {
			return isECR(action) || strings.EqualFold(action, "sts:GetServiceBearerToken")
		})
		t = t.And(only.Or(s.has(Allow).Not()))
	}
	return t
}
