package plan

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// expression is an argument as the configuration shows it: a constant, what it
// refers to, or the blocks written under its name.
type expression struct {
	constant   cty.Value // cty.NilVal when it is none
	references []string  // as written in the plan, most specific first
	blocks     []map[string]*expression
	isBlock    bool

	refs         []reference // of many references, once they were asked for
	keyed, apart bool
}

// many is how many references are kept taken apart: of fewer that costs less than
// the memory for all expressions of a plan.
const many = 16

// parsed takes apart the most specific references of the expression, blocks
// included, and says whether it uses the key of the block that it stands in.
func (e *expression) parsed() (refs []reference, keyed bool) {
	if e.apart {
		return e.refs, e.keyed
	}
	refs, keyed = parseReferences(e.allReferences())
	if len(refs) > many {
		e.refs, e.keyed, e.apart = refs, keyed, true
	}
	return refs, keyed
}

// calls reports that the expression is neither a constant nor refers to
// anything: it calls functions such as uuid().
func (e *expression) calls() bool {
	return e.constant == cty.NilVal && len(e.references) == 0 && !e.isBlock
}

// decodeExpressions reads the expressions of a block from its JSON text.
func decodeExpressions(raw []byte) map[string]*expression {
	if len(raw) == 0 {
		return nil
	}
	return toExpressions(decodeText(raw))
}

// decodeExpression reads one expression from its JSON text; nil for none.
func decodeExpression(raw []byte) *expression {
	if len(raw) == 0 {
		return nil
	}
	return toExpression(decodeText(raw))
}

func toExpressions(v cty.Value) map[string]*expression {
	all := map[string]*expression{}
	for name, member := range members(v) {
		all[name] = toExpression(member)
	}
	return all
}

// toExpression interprets the value of an argument in "expressions": an object
// with constant_value or references, a list of blocks, or, of a block that there
// can be but one of (such as timeouts), the block itself.
func toExpression(v cty.Value) *expression {
	e := &expression{}
	if v.Type().IsTupleType() && v.IsKnown() && !v.IsNull() {
		e.isBlock = true
		for it := v.ElementIterator(); it.Next(); {
			_, block := it.Element()
			e.blocks = append(e.blocks, toExpressions(block))
		}
		return e
	}
	for name, member := range members(v) {
		switch {
		case name == "constant_value":
			e.constant = member
		case name == "references" && member.Type().IsTupleType():
			e.references = texts(member)
		default:
			return &expression{isBlock: true, blocks: []map[string]*expression{toExpressions(v)}}
		}
	}
	return e
}

// members returns the attributes of an object; none of anything else.
func members(v cty.Value) map[string]cty.Value {
	if !v.Type().IsObjectType() || !v.IsKnown() || v.IsNull() {
		return nil
	}
	return v.AsValueMap()
}

func texts(v cty.Value) []string {
	var all []string
	for it := v.ElementIterator(); it.Next(); {
		if _, e := it.Element(); e.Type() == cty.String && e.IsKnown() && !e.IsNull() {
			all = append(all, e.AsString())
		}
	}
	return all
}

// allReferences returns what the expression refers to, blocks included.
func (e *expression) allReferences() []string {
	if e == nil {
		return nil
	}
	refs := e.references
	for _, block := range e.blocks {
		for _, name := range sortedKeys(block) {
			refs = append(refs, block[name].allReferences()...)
		}
	}
	return refs
}

// mostSpecific drops from a list of references those that only repeat the one
// before them with less behind it: Terraform lists a.b.c, a.b and a for a.b.c.
func mostSpecific(references []string) []string {
	var kept []string
	for _, ref := range references {
		if n := len(kept); n > 0 && isPrefix(ref, kept[n-1]) {
			continue
		}
		kept = append(kept, ref)
	}
	return kept
}

// isPrefix reports whether short is the beginning of the traversal long.
func isPrefix(short, long string) bool {
	rest, ok := strings.CutPrefix(long, short)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}
