package iampolicy

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// operator is a condition operator taken apart.
type operator struct {
	base     string // lower case, for example "stringlike"
	forAll   bool   // ForAllValues: also true when the key is absent
	forAny   bool   // ForAnyValue:
	ifExists bool   // …IfExists: true when the key is absent
}

func parseOperator(s string) operator {
	var o operator
	s = fold(s)
	if rest, ok := strings.CutPrefix(s, "forallvalues:"); ok {
		o.forAll, s = true, rest
	} else if rest, ok := strings.CutPrefix(s, "foranyvalue:"); ok {
		o.forAny, s = true, rest
	}
	o.base, o.ifExists = strings.CutSuffix(s, "ifexists")
	return o
}

// optional says whether the operator holds when the key is absent.
func (o operator) optional() bool { return o.forAll || o.ifExists }

// negated says whether the operator admits all values but those it names.
func (o operator) negated() bool { return strings.Contains(o.base, "not") }

// equality says whether the operator compares with the values themselves, and
// whether wildcards in them are alive. ArnEquals behaves as ArnLike (IAM user
// guide, "Condition operators").
func (o operator) equality() (equal, wildcards bool) {
	switch o.base {
	case "stringequals", "stringequalsignorecase", "numericequals":
		return true, false
	case "stringlike", "arnlike", "arnequals":
		return true, true
	default:
		return false, false
	}
}

// narrow says whether the conditions keep out everyone but named parties. Keys
// are ANDed, so one that narrows is enough; the values of a key are ORed, so
// one open value defeats it.
func (cs Conditions) narrow(limits Limits) logic.Truth {
	t := logic.Of(cs.Open).And(logic.Maybe)
	for _, c := range cs.Items {
		t = t.Or(cs.narrowedBy(c, limits))
	}
	return t
}

func (cs Conditions) narrowedBy(c Condition, limits Limits) logic.Truth {
	kind := keyOpen
	if !c.Key.Unknown {
		if kind = kindOf(c.Key.Value); kind == keyOpen {
			return logic.No
		}
	}
	var op operator
	if !c.Operator.Unknown {
		if op = parseOperator(c.Operator.Value); op.negated() {
			return logic.No
		}
	}
	if c.Key.Unknown || c.Operator.Unknown {
		return logic.Maybe
	}
	t := logic.Yes
	if op.optional() {
		t = cs.require(c.Key)
	}
	return t.And(kind.narrowedBy(op, c.Values, limits))
}

// require says whether the key must be present: `"Null": {key: "false"}`.
func (cs Conditions) require(key Text) logic.Truth {
	t := logic.Of(cs.Open).And(logic.Maybe)
	for _, c := range cs.Items {
		is := c.Values.all(func(v string) bool { return strings.EqualFold(v, "false") })
		is = is.And(c.Operator.is("Null")).And(c.Key.same(key))
		t = t.Or(is)
	}
	return t
}

// same compares without case.
func (t Text) same(o Text) logic.Truth {
	if o.Unknown {
		return logic.Maybe
	}
	return t.is(o.Value)
}

// is compares without case.
func (t Text) is(s string) logic.Truth {
	if t.Unknown {
		return logic.Maybe
	}
	return logic.Of(strings.EqualFold(t.Value, s))
}

// all says whether there are items, and each satisfies f.
func (l List) all(f func(string) bool) logic.Truth {
	if l.empty() {
		return logic.No
	}
	return l.any(func(v string) bool { return !f(v) }).Not()
}
