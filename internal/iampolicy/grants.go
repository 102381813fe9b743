package iampolicy

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// everyECRAction is all of a service's actions, as a pattern.
const (
	everyECRAction       = "ecr:*"
	everyECRPublicAction = "ecr-public:*"
)

// WideActions says whether an Allow statement of a resource policy allows every
// ECR action (`ecr:*`, `*`), or uses a NotAction that leaves ECR writes open.
// The items are the action patterns, or "NotAction".
func WideActions(doc Document) Answer {
	return ask([]Document{doc}, func(s Statement) (logic.Truth, []string) {
		if !s.NotActions.empty() {
			open := logic.No
			for action, level := range eachECRAction {
				if level != levelRead && strings.HasPrefix(action, "ecr:") {
					open = open.Or(s.names(action))
				}
			}
			return s.has(Allow).And(open), []string{"NotAction"}
		}
		t, items := s.Actions.pick(func(p string) bool { return foldedPattern(p).covers(compile(everyECRAction)) })
		return s.has(Allow).And(t), items
	})
}

// FullECR says whether an identity policy allows every ECR action by that name
// (`ecr:*`, `ecr-public:*`; not `*`) on every repository: the resource is `*`
// or a pattern as wide (`arn:aws:ecr:*:*:repository/*`). The items are the
// action patterns.
func FullECR(docs ...Document) Answer {
	return ask(docs, func(s Statement) (logic.Truth, []string) {
		private, items := s.fullAccess(everyECRAction, "ecr")
		public, more := s.fullAccess(everyECRPublicAction, "ecr-public")
		return s.has(Allow).And(private.Or(public)), unique(append(items, more...))
	})
}

// fullAccess says whether the statement names all actions of one ECR service on
// all its repositories.
func (s Statement) fullAccess(actions, service string) (logic.Truth, []string) {
	named, items := s.Actions.pick(func(p string) bool {
		return !everything(p) && foldedPattern(p).covers(compile(actions))
	})
	wide := s.Resources.any(func(r string) bool {
		for _, partition := range strings.Fields(partitions) {
			if compile(r).covers(compile("arn:" + partition + ":" + service + ":*:*:repository/*")) {
				return true
			}
		}
		return false
	})
	if s.Resources.empty() {
		wide = logic.Of(s.NotResources.empty())
	}
	t := named.And(wide)
	if t == logic.No {
		return logic.No, nil
	}
	return t, items
}

// Administrator says whether an identity policy allows `*` on `*`.
func Administrator(docs ...Document) Answer {
	return ask(docs, func(s Statement) (logic.Truth, []string) {
		t, items := s.Actions.pick(everything)
		wide := s.Resources.any(func(r string) bool { return compile(r).covers(pattern{star}) })
		return s.has(Allow).And(t).And(wide), items
	})
}

// UsesECR says whether an identity policy allows any action of `ecr:` or
// `ecr-public:`, whatever its level and resource: named, by a wildcard such as
// `*`, or by a NotAction. The items are the action patterns, or "NotAction".
func UsesECR(docs ...Document) Answer {
	return ask(docs, func(s Statement) (logic.Truth, []string) {
		if !s.NotActions.empty() {
			t := logic.No
			for action := range eachECRAction {
				t = t.Or(s.names(action))
			}
			return s.has(Allow).And(t), []string{"NotAction"}
		}
		t, items := s.Actions.pick(func(p string) bool {
			folded := foldedPattern(p)
			return folded.overlaps(compile(everyECRAction)) || folded.overlaps(compile(everyECRPublicAction))
		})
		return s.has(Allow).And(t), items
	})
}

// everything says whether an action pattern is `*`, also in the spelling `*:*`.
func everything(p string) bool {
	return foldedPattern(strings.Replace(p, "*:*", "*", 1)).covers(pattern{star})
}

// pick says whether an item satisfies f, and which do.
func (l List) pick(f func(string) bool) (logic.Truth, []string) {
	var items []string
	for _, item := range l.Items {
		if !item.Unknown && f(item.Value) {
			items = append(items, item.Value)
		}
	}
	return l.any(f), items
}
