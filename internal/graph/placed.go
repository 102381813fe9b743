package graph

import (
	"regexp"
	"slices"
	"strings"
)

// bearer groups the instances that a text names by where the name would have to be
// looked up to mean them.
type bearer struct {
	home Home
	sure bool // the text itself says that they are meant: an id, or their own ARN
	all  []*Resource
}

// awsID is an id that AWS makes up. That of a multi-Region key is in each of its
// regions.
var awsID = regexp.MustCompile(`^[0-9a-z]+(-[0-9a-z]+)+$`)

// meant reports whether a text says by itself that an instance is meant, whatever
// the place in which it is looked up.
func (r *Resource) meant(text string) bool {
	if strings.HasPrefix(text, "arn:") {
		return r.Attr("arn").Is(text)
	}
	attrs, listed := identityAttrs[r.Type]
	named := (!listed || slices.Contains(attrs, "name")) && r.Attr("name").Is(text)
	return !strings.HasPrefix(r.Type, "aws_") || !named && awsID.MatchString(text) && !strings.HasPrefix(text, "mrk-")
}

// placed returns the instances of the types that a text names in an argument of a
// resource, and whether these are certainly meant. A name means those of the
// resource's own place, an ARN those of the place in it.
func (g *Graph) placed(from *Resource, text string, types []string) (found []*Resource, place Sameness) {
	type key struct{ types, text string }
	groups := Once(&g.Facts, key{strings.Join(types, " "), text}, func() []bearer { return g.bearersByHome(text, types) })
	if len(groups) > Crowd {
		for _, b := range groups {
			found = append(found, b.all...)
		}
		return found, Undetermined
	}
	for _, b := range groups {
		switch s := g.inPlace(from, text, b); {
		case s > place || len(found) == 0 && s == place && s != Different:
			found, place = slices.Clone(b.all), s
		case s == place && s != Different:
			found = append(found, b.all...)
		}
	}
	return found, place
}

// inPlace says whether a text in an argument of a resource means the instances.
func (g *Graph) inPlace(from *Resource, text string, b bearer) Sameness {
	if b.sure {
		return Same
	}
	typ := b.all[0].Type
	if strings.HasPrefix(text, "arn:") {
		return g.Matches(text, b.all[0])
	}
	if from == nil || !strings.HasPrefix(from.Type, "aws_") || !strings.HasPrefix(typ, "aws_") {
		return Same
	}
	return g.sameHome(g.Home(from), b.home, typ)
}

// Holds reports whether the place that an ARN names is that of an instance.
func (g *Graph) Holds(arn string, r *Resource) Sameness { return g.holds(arn, r, false) }

// Matches is Holds where an ARN and an instance have a name in common: the only
// account or region of the input, if it is not known which it is, is taken for that
// of the ARN.
func (g *Graph) Matches(arn string, r *Resource) Sameness { return g.holds(arn, r, true) }

// holds takes the only account or region of the input for that of an ARN, if it is
// not known which it is and alike is set.
func (g *Graph) holds(arn string, r *Resource, alike bool) Sameness {
	m := arnPlace.FindStringSubmatch(arn)
	if m == nil {
		return Undetermined
	}
	own := g.Home(r)
	if of := g.partition(own); of != "" && of != m[1] {
		return Different
	}
	is := func(text string, p part) Sameness {
		if text == "" {
			return Same
		}
		s := g.sameAxis(axis{text: text}, p.of(own), p)
		if s == Undetermined && alike && !g.several(r.Type, p) {
			return Same
		}
		return s
	}
	return min(is(m[3], accountPart), is(m[2], regionPart))
}

// several reports whether instances of a type are, or may be, in more than one
// account or region of the input.
func (g *Graph) several(typ string, p part) bool {
	type key struct {
		typ string
		part
	}
	return Once(&g.Facts, key{typ, p}, func() bool {
		var first *Resource
		for _, r := range slices.Concat(g.byType[typ], g.data[typ]) {
			if first == nil {
				first = r
			}
			if g.sameAxis(p.of(g.Home(first)), p.of(g.Home(r)), p) != Same {
				return true
			}
		}
		return false
	})
}

func (g *Graph) bearersByHome(text string, types []string) []bearer {
	type key struct {
		home Home
		sure bool
		typ  string
	}
	index := map[key]int{}
	var groups []bearer
	for _, r := range g.bearers(text, types) {
		at := key{sure: r.meant(text), typ: r.Type}
		if !at.sure {
			at.home = g.Home(r)
		}
		i, ok := index[at]
		if !ok {
			i = len(groups)
			index[at] = i
			groups = append(groups, bearer{home: at.home, sure: at.sure})
		}
		groups[i].all = append(groups[i].all, r)
	}
	return groups
}

// isName reports whether an attribute of a type is a name that is looked up in the
// place of the resource that gives it.
func isName(typ, attr string) bool {
	switch typ {
	case "aws_eks_cluster", "aws_ecr_repository", "aws_iam_role", "aws_iam_user", "aws_iam_group", "aws_iam_instance_profile",
		"aws_autoscaling_group", "aws_launch_configuration", "aws_kms_alias":
		return attr == "name" || attr == "id"
	case "aws_launch_template":
		return attr == "name"
	}
	return false
}

// elsewhere reports whether a reference to an instance is to a name of it, and the
// name is looked up in another place than the instance's.
func (g *Graph) elsewhere(from *Resource, ref Ref) bool {
	if from == nil || !strings.HasPrefix(from.Type, "aws_") || !isName(ref.Resource.Type, ref.Attr) {
		return false
	}
	return g.SamePlace(from, ref.Resource) == Different
}

// near reports whether some instance of the types may be in the place of a resource.
func (g *Graph) near(from *Resource, types []string) bool {
	for _, t := range types {
		if len(g.Near(from, g.byType[t]))+len(g.Near(from, g.data[t])) > 0 {
			return true
		}
	}
	return false
}
