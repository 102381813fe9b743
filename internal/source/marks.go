package source

import (
	"maps"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Where a value comes from travels with it as marks: through variables, locals,
// outputs, functions and dynamic blocks, whatever the language does with it.
// Besides these a value has [graph.SensitiveMark].
type (
	// refMark is on what an instance's attribute gives. address is the
	// instance's, path begins with the attribute; "" is the instance itself.
	refMark struct{ address, path string }
	// otherMark is on what an instance gives whose type nobody asked for; address
	// is without keys.
	otherMark struct{ address string }
	// openMark is on what could not be evaluated; text says what that is.
	openMark struct{ text string }
	// defaultMark is on what a root variable's default gives, where a caller may
	// be expected to set the variable.
	defaultMark struct{ variable string }
	// madeMark is on a text that a function makes: it is not what it is made of.
	madeMark struct{}
	// withheldMark is on what the environment or a file that git ignores gives, and
	// on what is written in one. It
	// is never printed, as with [graph.SensitiveMark], but nonsensitive() does not
	// remove it: the author of the source decides which variables are sensitive, not
	// whether the values of the machine are.
	withheldMark struct{}
)

// secret reports whether marks say that a value must not be printed.
func secret(marks cty.ValueMarks) bool {
	for mark := range marks {
		if isSecret(mark) {
			return true
		}
	}
	return false
}

func isSecret(mark any) bool { return mark == graph.SensitiveMark || mark == withheldMark{} }

// lasting are the marks that stay on a value when it passes through a resource.
func lasting(marks cty.ValueMarks) cty.ValueMarks {
	kept := cty.ValueMarks{}
	for mark := range marks {
		if _, ok := mark.(defaultMark); ok || isSecret(mark) {
			kept[mark] = struct{}{}
		}
	}
	return kept
}

// through gives a value that is read from a resource that resource as its only
// origin: what its argument was made of in turn is the resource's own affair.
func through(v cty.Value, origin any) cty.Value {
	return only(v, lasting).Mark(origin)
}

// only keeps the marks that keep returns, each in its place.
func only(v cty.Value, keep func(cty.ValueMarks) cty.ValueMarks) cty.Value {
	if !v.ContainsMarked() {
		return v
	}
	bare, places := v.UnmarkDeepWithPaths()
	kept := places[:0]
	for _, p := range places {
		if p.Marks = keep(p.Marks); len(p.Marks) > 0 {
			kept = append(kept, p)
		}
	}
	return bare.MarkWithPaths(kept)
}

// shown keeps what a graph may know of a value's marks.
func shown(v cty.Value) cty.Value {
	return only(v, func(marks cty.ValueMarks) cty.ValueMarks {
		if secret(marks) {
			return cty.NewValueMarks(graph.SensitiveMark)
		}
		return nil
	})
}

// marksOf returns every mark on a value and inside it that says something of all of it.
func marksOf(v cty.Value) cty.ValueMarks {
	if v == cty.NilVal || !v.ContainsMarked() {
		return nil
	}
	_, marks := v.UnmarkDeep()
	return withoutMembers(marks)
}

func union(sets ...cty.ValueMarks) cty.ValueMarks {
	all := cty.ValueMarks{}
	for _, set := range sets {
		maps.Copy(all, set)
	}
	return all
}

// open is a value of which nothing is known, and why.
func open(text string) cty.Value { return cty.DynamicVal.Mark(openMark{text}) }
