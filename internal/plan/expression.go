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

	apart *references // of many references, once they were asked for
}

// references are those of an expression, taken apart.
type references struct {
	all   []reference
	keyed bool // the expression uses the key of the block that it stands in
}

// many is how many references are kept taken apart: of fewer that costs less than
// the memory for all expressions of a plan.
const many = 16

// parsed takes apart the most specific references of the expression, blocks
// included, and says whether it uses the key of the block that it stands in.
func (e *expression) parsed() references {
	if e.apart != nil {
		return *e.apart
	}
	refs := parseReferences(e.allReferences())
	if len(refs.all) > many {
		e.apart = &refs
	}
	return refs
}

// calls reports that the expression is neither a constant nor refers to
// anything: it calls functions such as uuid().
func (e *expression) calls() bool {
	return e.constant == cty.NilVal && len(e.references) == 0 && !e.isBlock
}

// expressions reads the expressions of a block; nil if the input has none.
func (d *document) expressions(at span) map[string]*expression {
	raw, err := d.read(at)
	if err != nil || len(raw) == 0 {
		return nil
	}
	return d.decoder(raw).expressions()
}

func (dec *decoder) expressions() map[string]*expression {
	all := map[string]*expression{}
	dec.object(func(name string) { all[name] = dec.expression() })
	return all
}

// expression reads an argument in "expressions": an object with constant_value or
// references, a list of blocks, or, of a block that there can be but one of (such
// as timeouts), the block itself.
func (dec *decoder) expression() *expression {
	e := &expression{}
	if dec.PeekKind() == '[' {
		e.isBlock = true
		dec.array(func() { e.blocks = append(e.blocks, dec.expressions()) })
		return e
	}
	var block map[string]*expression
	names := 0
	dec.object(func(name string) {
		names++
		switch {
		case block == nil && name == "constant_value":
			e.constant = dec.value(mask{}, mask{})
		case block == nil && name == "references" && dec.PeekKind() == '[':
			dec.array(func() {
				if text, ok := dec.string(); ok {
					e.references = append(e.references, text)
				}
			})
		default:
			if block == nil {
				block = map[string]*expression{}
			}
			block[name] = dec.expression()
		}
	})
	if block == nil {
		return e
	}
	if names > len(block) { // a block may have arguments of these names, too: nothing is known of them
		for _, name := range []string{"constant_value", "references"} {
			if block[name] == nil {
				block[name] = &expression{}
			}
		}
	}
	return &expression{isBlock: true, blocks: []map[string]*expression{block}}
}

// string reads a string; anything else is skipped.
func (dec *decoder) string() (text string, ok bool) {
	if dec.PeekKind() != '"' {
		_ = dec.SkipValue()
		return "", false
	}
	token, err := dec.ReadToken()
	return token.String(), err == nil
}

// members returns the attributes of an object; none of anything else.
func members(v cty.Value) map[string]cty.Value {
	if !v.Type().IsObjectType() || !v.IsKnown() || v.IsNull() {
		return nil
	}
	return v.AsValueMap()
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

// isPrefix reports whether short is the beginning of the traversal long.
func isPrefix(short, long string) bool {
	rest, ok := strings.CutPrefix(long, short)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}
