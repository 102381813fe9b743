package node

import (
	"fmt"
	"strconv"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// The versions of a launch template do not change: an update makes a new one, and the
// default version stays as it is unless update_default_version or default_version
// moves it (EC2 user guide, "Create a launch template"; aws_launch_template).

// version is what a group starts its nodes from.
type version struct {
	template *graph.Resource // with the values of the version; nil if nothing here has these
	why      string          // nothing here has them
	assumes  []string
}

// versionOf finds the version of a template that a group names. Without a version it
// is the default one.
func versionOf(g *graph.Graph, template *graph.Resource, named graph.Value) version {
	newest := version{template: template}
	old := template
	if former := g.FormerOf(template); former != nil {
		old = former
	}
	latest, known := old.Attr("latest_version").Int()
	number, fixed := number(named)
	switch {
	case named.Is("$Latest"), refersOnlyTo(named, template, "latest_version"), template.Action == graph.Replace, template.Action == graph.Create && named.Input() == graph.FromPlan:
		return newest // of a template that this plan creates, the only one
	case !fixed && named.Unknown() && named.Origins().Hidden && template.Attr("latest_version").Unknown():
		// A dynamic block shows no references. All that a plan does not know of the
		// versions of a template is the number of the newest.
		newest.assumes = []string{named.Path() + " is the newest version of " + template.String()}
		return newest
	case !fixed && named.Unknown() && !refersOnlyTo(named, template, "default_version"):
		return version{why: "the version of " + template.String() + " is not known: " + control.Waiting(named)}
	case !fixed:
		moves := template.Attr("update_default_version")
		if moves.IsTrue() {
			return newest
		}
		if moves.Unknown() {
			return version{why: "the default version of " + template.String() + " is not known: " + control.Waiting(moves)}
		}
		if wanted, ok := template.Arg("default_version").Int(); ok {
			number, fixed = wanted, true
		} else {
			number, fixed = old.Attr("default_version").Int()
		}
	}
	switch {
	case !known || !fixed:
		newest.assumes = []string{"the version that nodes start from is what " + template.String() + " says now"}
		return newest
	case number == latest:
		return version{template: old}
	case number > latest:
		return newest
	}
	return version{why: fmt.Sprintf("nodes start from version %d of %s, and %s has only its version %d", number, template, named.Input(), latest)}
}

// number reads a version, which is a text in a group and a number in a template.
func number(v graph.Value) (int64, bool) {
	text, _ := v.Text()
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

// refersOnlyTo reports whether a value comes from one attribute of a resource.
func refersOnlyTo(v graph.Value, r *graph.Resource, attr string) bool {
	o := v.Origins()
	return len(o.Refs) == 1 && len(o.Literals)+len(o.Others)+len(o.Unresolved) == 0 && o.Refs[0].Resource == r && o.Refs[0].Attr == attr
}
