package iampolicy

import "github.com/cisbench/terraform-provider-cisbench/internal/logic"

// The two effects; IAM compares them exactly, case included.
const (
	Allow = "Allow"
	Deny  = "Deny"
)

// The types of a principal. Anyone is the type of `"Principal": "*"`.
const (
	Anyone        = "*"
	AWS           = "AWS"
	Service       = "Service"
	Federated     = "Federated"
	CanonicalUser = "CanonicalUser"
)

// Text is one string of a document. The zero value is the known empty string.
type Text struct {
	Value   string
	Unknown bool // Value means nothing
}

// Known is a text whose value is s.
func Known(s string) Text { return Text{Value: s} }

// Unknown is a text that is known only after apply.
func Unknown() Text { return Text{Unknown: true} }

// List is a string, or list of strings, of a document. The zero value is an
// element that is left out.
type List struct {
	Items []Text
	Open  bool // there may be more items than are listed
}

// KnownList is a list of known strings and no more.
func KnownList(values ...string) List {
	l := List{Items: make([]Text, len(values))}
	for i, v := range values {
		l.Items[i] = Known(v)
	}
	return l
}

// UnknownList is a list of which nothing is known.
func UnknownList() List { return List{Open: true} }

func (l List) empty() bool { return len(l.Items) == 0 && !l.Open }

// any says whether an item satisfies f.
func (l List) any(f func(string) bool) logic.Truth {
	t := logic.Of(l.Open).And(logic.Maybe)
	for _, item := range l.Items {
		if item.Unknown {
			t = t.Or(logic.Maybe)
		} else if f(item.Value) {
			return logic.Yes
		}
	}
	return t
}

// Document is a policy document.
type Document struct {
	Statements []Statement
	Open       bool // there may be more statements than are listed
}

// UnknownDocument is a document of which nothing is known.
func UnknownDocument() Document { return Document{Open: true} }

// Statement is one statement of a document. An element that is left out is the
// zero value: a statement without Actions and NotActions grants nothing, one
// without Resources and NotResources (a resource policy or a trust policy)
// concerns the resource that it is attached to.
type Statement struct {
	Sid           Text
	Effect        Text // Allow or Deny
	Principals    Principals
	NotPrincipals Principals
	Actions       List
	NotActions    List
	Resources     List
	NotResources  List
	Conditions    Conditions

	// Uncertain says that the statement may not be there at all: a dynamic
	// block may produce none, an unknown override may replace it.
	Uncertain bool
}

// Principals is a Principal or NotPrincipal element.
type Principals struct {
	Items []Principal
	Open  bool // there may be more principals than are listed
}

// Principal is the identifiers of one type. `"Principal": "*"` is of type
// Anyone with the identifier "*".
type Principal struct {
	Type Text
	IDs  List
}

func (p Principals) empty() bool { return len(p.Items) == 0 && !p.Open }

// Conditions is a Condition element. Each item must hold.
type Conditions struct {
	Items []Condition
	Open  bool // there may be more conditions than are listed
}

// Condition is one operator and key with its values, of which one must match
// (`"StringEquals": {"aws:PrincipalOrgID": ["o-a", "o-b"]}` is one Condition).
type Condition struct {
	Operator Text
	Key      Text
	Values   List
}

// has says whether the statement is there and of this effect.
func (s Statement) has(effect string) logic.Truth {
	t := logic.Of(s.Effect.Value == effect)
	if s.Effect.Unknown {
		t = logic.Maybe
	}
	if s.Uncertain {
		t = t.And(logic.Maybe)
	}
	return t
}

// names says whether the statement's action element matches the action.
// Actions are compared without regard to case (IAM user guide, "Action").
func (s Statement) names(action string) logic.Truth {
	matches := func(p string) bool { return foldedPattern(p).matches(fold(action)) }
	if !s.NotActions.empty() {
		return s.NotActions.any(matches).Not()
	}
	return s.Actions.any(matches)
}
