package graph

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// Sameness says whether two things are in one place. It is ordered as
// logic.Truth is, so that the lesser of two is "and".
type Sameness uint8

// The answers.
const (
	Different    Sameness = iota // what is known proves it
	Undetermined                 // a part that matters is not known
	Same
)

// Home is where AWS keeps an instance: an account and a region. AWS has a name,
// such as a cluster's, once in each. IAM has it once in an account.
type Home struct{ account, region axis }

// axis is the account or the region of an instance. Axes that are equal as Go
// values come from the same facts.
type axis struct {
	text   string // what is known: an account's number or a region's name
	symbol string // identifies an expression that is not known, of the instance itself
	of     string // keys of the provider configurations that may decide it; "" if its own argument does
	module string // that inherits one of several configurations, "" if there is one
	secret bool   // not to be printed
}

// arnPlace takes an ARN apart as far as its place goes.
var arnPlace = regexp.MustCompile(`^arn:(aws[a-z-]*):[a-z0-9-]+:([a-z0-9-]*):(\d{12})?:`)

// Home returns the place of an instance.
func (g *Graph) Home(r *Resource) Home {
	type key struct{}
	return Once(&r.Facts, key{}, func() Home { return g.findHome(r) })
}

func (g *Graph) findHome(r *Resource) Home {
	keys := g.configurationsOf(r)
	inherited := axis{of: "\n" + strings.Join(keys, "\n")}
	if len(keys) > 1 {
		inherited.module = r.Address.Module.Config()
	}
	home := Home{inherited, inherited}
	if !strings.HasPrefix(r.Type, "aws_") {
		return home
	}
	arn := r.Attr(ownARN(r.Type))
	text, _ := arn.Text()
	if m := arnPlace.FindStringSubmatch(text); m != nil {
		if m[2] != "" {
			home.region.text, home.region.secret = m[2], arn.Sensitive()
		}
		if m[3] != "" {
			home.account.text, home.account.secret = m[3], arn.Sensitive()
		}
	}
	if strings.HasPrefix(r.Type, "aws_ecr_") {
		if id := r.Attr("registry_id"); id.Known() {
			text, _ := id.Text()
			home.account.text, home.account.secret = text, id.Sensitive()
		}
	}
	own := r.Arg("region")
	if text, ok := own.Text(); ok && text != "" {
		home.region = axis{text: text, secret: own.Sensitive()}
	} else if own.Unknown() {
		home.region = axis{symbol: expressed("region", cmp.Or(r.symbol("region"), r.String())) + ";"}
	}
	return home
}

// ownARN is the attribute that has the ARN of an instance of a type.
func ownARN(typ string) string {
	switch typ {
	case "aws_eks_access_entry":
		return "access_entry_arn"
	case "aws_eks_pod_identity_association":
		return "association_arn"
	}
	return "arn"
}

// SameAccount reports whether two instances are in one account.
func (g *Graph) SameAccount(a, b *Resource) Sameness {
	return g.sameAccount(g.Home(a), g.Home(b))
}

// SameRegion reports whether two instances are in one region, whatever their accounts.
func (g *Graph) SameRegion(a, b *Resource) Sameness {
	return g.sameAxis(g.Home(a).region, g.Home(b).region, regionPart)
}

// SamePlace reports whether two instances are in one account and, unless their
// names are the account's, in one region.
func (g *Graph) SamePlace(a, b *Resource) Sameness {
	return g.sameHome(g.Home(a), g.Home(b), b.Type)
}

// InPlaceOf returns those of the instances that are in the place of another, and true.
// If there are none, it returns those that may be, and false.
func (g *Graph) InPlaceOf(of *Resource, all []*Resource) (found []*Resource, certain bool) {
	for _, r := range all {
		switch s := g.SamePlace(of, r); {
		case s == Same && !certain:
			found, certain = []*Resource{r}, true
		case s == Same, s == Undetermined && !certain:
			found = append(found, r)
		}
	}
	return found, certain
}

// Near returns those of the instances that are not known to be in another place than
// one. They may be the list that is given.
func (g *Graph) Near(of *Resource, all []*Resource) []*Resource {
	elsewhere := func(r *Resource) bool { return strings.HasPrefix(of.Type, "aws_") && g.SamePlace(of, r) == Different }
	if !slices.ContainsFunc(all, elsewhere) {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), elsewhere)
}

// sameHome compares two places of instances of a type.
func (g *Graph) sameHome(a, b Home, typ string) Sameness {
	switch {
	case a == b && !g.many(a.account, accountPart) && !g.many(a.region, regionPart):
		return Same
	case typ == "aws_s3_bucket": // its name is unique in all of AWS
		return Same
	case global(typ):
		return g.sameAccount(a, b)
	}
	return min(g.sameAccount(a, b), g.sameAxis(a.region, b.region, regionPart))
}

// sameAccount compares accounts. Partitions number theirs independently.
func (g *Graph) sameAccount(a, b Home) Sameness {
	if a.region != b.region {
		if p, q := g.partition(a), g.partition(b); p != "" && q != "" && p != q {
			return Different
		}
	}
	return g.sameAxis(a.account, b.account, accountPart)
}

func (g *Graph) partition(h Home) string { return PartitionOf(g.known(h.region, regionPart)) }

// global reports whether the instances of a type belong to an account and to no
// region of it.
func global(typ string) bool {
	return slices.ContainsFunc([]string{"aws_iam_", "aws_organizations_", "aws_route53_", "aws_cloudfront_"}, func(prefix string) bool {
		return strings.HasPrefix(typ, prefix)
	})
}

// part is the account or the region of a place.
type part uint8

const (
	accountPart part = iota
	regionPart
)

func (p part) of(h Home) axis {
	if p == regionPart {
		return h.region
	}
	return h.account
}

func (p part) in(c *configuration) setting {
	if p == regionPart {
		return c.region
	}
	return c.account
}

// sameAxis compares accounts or regions. Where several provider configurations
// may decide one, all pairs must agree.
func (g *Graph) sameAxis(a, b axis, p part) Sameness {
	if (a.text == "" || b.text == "") && a.of == b.of && a.of != "" && a.module == b.module {
		a.text, b.text = "", "" // one configuration, of which one of them shows more
	}
	shared := a == b && a.module != "" // whichever configuration it is, both have it
	mine := g.settings(a, p)
	theirs := mine
	if a != b {
		theirs = g.settings(b, p)
	}
	first, found := true, Undetermined
	for i, x := range mine {
		for k, y := range theirs {
			if shared && i != k {
				continue
			}
			s := x.same(y)
			if !first && s != found {
				return Undetermined
			}
			first, found = false, s
		}
	}
	return found
}

// settings are what an axis may be.
func (g *Graph) settings(a axis, p part) []setting {
	if a.of == "" {
		return []setting{{text: a.text, symbol: a.symbol, secret: a.secret}}
	}
	var all []setting
	for key := range strings.SplitSeq(a.of[1:], "\n") {
		c := g.configuration(key)
		s := p.in(c)
		s.from = c
		if a.text != "" {
			s.text = a.text
		}
		all = append(all, s)
	}
	return all
}

// known returns the text of an axis, "" if it cannot be determined.
func (g *Graph) known(a axis, p part) string {
	if a.text != "" || a.of == "" {
		return a.text
	}
	first, text := true, ""
	for key := range strings.SplitSeq(a.of[1:], "\n") {
		own := p.in(g.configuration(key)).text
		if !first && own != text {
			return ""
		}
		first, text = false, own
	}
	return text
}

// many reports whether an axis stands for several accounts or regions.
func (g *Graph) many(a axis, p part) bool {
	return g.sameAxis(a, a, p) != Same
}

func sameText(a, b string) Sameness {
	if a == b {
		return Same
	}
	return Different
}
