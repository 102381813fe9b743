package graph

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// Origins says where the value of an argument comes from, as far as the input
// tells: what its expression refers to, followed through variables, outputs,
// for_each and resources that only carry values.
type Origins struct {
	Refs     []Ref       // attributes of instances in the graph, in address order
	Literals []cty.Value // constants and known variables that it is made of
	Others   []string    // addresses, without keys, of resources that are not in the graph
	Via      []Ref       // attributes that the value was read from, of instances that only gave back what they were given
	Rivals   bool        // the expression itself, and not what it leads to, refers to one of Others that exists

	// Unresolved lists references that could not be followed, as written.
	Unresolved []string
	// Locals lists the bare `local.x` among the references. Plan JSON does not
	// say what a local is; beside references that resolve it is taken for the
	// condition that chooses between them.
	Locals []string
	// Assumes says by what the references were chosen among others, which the input
	// does not show.
	Assumes []string
	// Element is true where the value is taken from each.value: from an element
	// of what a for_each ranges over.
	Element bool
	// Hidden is true where the input does not show the expression at all, as in
	// plan JSON for what a dynamic block writes.
	Hidden bool
	// Shared is true where other arguments have the very same origins: these have
	// their Refs in the same place.
	Shared bool
	// Whole is true where the value is an element of a list, and the origins are those
	// of the list: each of its elements has the same.
	Whole bool
	// Made is true where a function makes another text of what the value refers to.
	// Functions is true where the input shows that: plan JSON does not.
	Made, Functions bool
	// Withheld is true where the input never says whether the argument is set, as
	// of those that a data source's caller cannot hand over.
	Withheld bool
}

// Ref is an attribute of an instance that a value may come from.
type Ref struct {
	Resource *Resource
	Attr     string // first attribute behind the instance, such as "arn"; "" for the instance itself
	Path     string // the attribute and all that follows it, such as `triggers["cluster_name"]`
}

// Ref returns the reference at an index: first those of Refs, then those of Via.
func (o Origins) Ref(index int) Ref {
	if index < len(o.Refs) {
		return o.Refs[index]
	}
	return o.Via[index-len(o.Refs)]
}

// Followed reports whether every reference was followed to its end.
func (o Origins) Followed() bool {
	return !o.Hidden && len(o.Unresolved) == 0 && len(o.Locals) == 0
}

// Crowd is how many instances a reference may mean before it is not followed:
// which of them is meant is said in no report, and N arguments that each mean N
// instances would be N² links.
const Crowd = 256

func union(a, b []string) []string {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}

// Origins tells where the value comes from. A value that is unset, or a default
// that [Value.Or] gave, comes from nowhere.
func (v Value) Origins() Origins {
	if v.resource == nil || v.Unset() || v.fallback {
		return Origins{}
	}
	o := v.resource.source.Origins(v.path)
	if v.resource.graph == nil {
		return o
	}
	return v.resource.graph.resolve(o)
}

// Defaults lists the variables of a root module whose defaults the value rests
// on, where the input is a module that others call with values of their own.
func (v Value) Defaults() []string {
	if v.resource == nil {
		return nil
	}
	source, ok := v.resource.source.(interface{ Defaults(cty.Path) []string })
	if !ok {
		return nil
	}
	// One value may decide thousands of verdicts, and looking through it takes work.
	type key struct{ path string }
	return Once(&v.resource.Facts, key{v.Path()}, func() []string { return source.Defaults(v.path) })
}

// Blank stands in an outline for a part of a text that is not known.
const Blank = "\uFFFC" // OBJECT REPLACEMENT CHARACTER

// Outline returns what is known of a text that is known only after apply, with
// [Blank] for each part that is not: what stands between gaps stands so in the
// text, whatever fills them. ok is false where the input shows nothing of it.
func (v Value) Outline() (text string, ok bool) {
	if v.resource == nil || !v.Opaque() || v.fallback {
		return "", false
	}
	if source, ok := v.resource.source.(interface {
		Outline(cty.Path) (string, bool)
	}); ok {
		return source.Outline(v.path)
	}
	return "", false
}

// Waits says, for a message, what an unknown value waits for: what it refers to
// where that is known, such as "it refers to aws_iam_role.ci.arn".
func (v Value) Waits() string {
	const most = 3
	o := v.Origins()
	var names []string
	add := func(name string) {
		if len(names) <= most {
			names = union(names, []string{name})
		}
	}
	for _, ref := range o.Refs {
		if len(names) > most {
			break
		}
		name := ref.Resource.String()
		if ref.Path != "" {
			name += "." + ref.Path
		}
		add(name)
	}
	for _, list := range [][]string{o.Others, o.Unresolved, o.Locals} {
		for _, name := range list {
			add(name)
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) > most:
		return "it refers to " + strings.Join(names[:most], ", ") + " and others"
	}
	return "it refers to " + strings.Join(names, ", ")
}
