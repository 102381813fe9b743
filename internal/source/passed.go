package source

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// viaMark is on what is read from an argument of a resource. The value comes from
// what the argument is made of; only if nothing says what that is, it comes from the
// resource.
type viaMark struct{ origin any }

// passed is the value that an expression sees of an argument that is written in a
// resource, of which origin is the mark. A name of the resource comes from there,
// whatever it is made of.
func passed(v cty.Value, origin any, isName bool) cty.Value {
	marks := marksOf(v)
	if len(marks) > graph.Crowd { // a chain of resources would carry them all along
		return through(v, origin)
	}
	made := false
	for mark := range marks {
		made = made || isOrigin(mark)
	}
	v = only(v, func(marks cty.ValueMarks) cty.ValueMarks {
		kept := lasting(marks)
		for mark := range marks {
			via, ok := mark.(viaMark)
			switch {
			case isName && isOrigin(mark):
				kept[viaMark{mark}] = struct{}{}
			case isName:
			case !ok:
				kept[mark] = struct{}{}
			case !made: // the provider of the other resource computed it
				kept[via.origin] = struct{}{}
			}
		}
		return kept
	})
	if isName {
		return v.Mark(origin)
	}
	return v.Mark(viaMark{origin})
}

// isOrigin reports whether a mark says where a value comes from.
func isOrigin(mark any) bool {
	switch mark.(type) {
	case refMark, otherMark, openMark:
		return true
	}
	return false
}
