package graph

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
)

// names writes a link for comparison.
type linkWant struct {
	To, Outside, Assumes []string
	Certain, Open        bool
}

func summary(l Link) linkWant {
	w := linkWant{Outside: l.Outside, Assumes: l.Assumes, Certain: l.Certain, Open: l.Open}
	for _, r := range l.To {
		w.To = append(w.To, r.String())
	}
	return w
}

func TestLink(t *testing.T) {
	named := func(address, name string) *Resource {
		return resource(address, fake{args: map[string]cty.Value{"name": cty.StringVal(name), "path": cty.StringVal("/ci/"), "arn": cty.UnknownVal(cty.String)}})
	}
	a, b := named("aws_iam_role.a", "alpha"), named("aws_iam_role.b", "beta")
	twin1, twin2 := named("module.m.aws_iam_role.t", "twin"), named("module.n.aws_iam_role.t", "twin")
	key := resource("aws_kms_key.k", fake{})
	unknown := cty.UnknownVal(cty.String)
	user := resource("module.n.aws_x.y", fake{
		args: map[string]cty.Value{
			"name": cty.StringVal("alpha"), "arn": cty.StringVal("arn:aws:iam::111122223333:role/ci/beta"), "elsewhere": cty.StringVal("gamma"),
			"twin": cty.StringVal("twin"), "ref": unknown, "either": unknown, "local": unknown, "chosen": unknown, "rival": unknown, "key": unknown, "again": cty.TupleVal([]cty.Value{cty.StringVal("alpha"), unknown}), "hidden": unknown, "other": unknown,
			"list": cty.TupleVal([]cty.Value{cty.StringVal("alpha"), unknown, unknown}), "empty": cty.StringVal(""),
		},
		origins: map[string]Origins{
			"ref":      {Refs: []Ref{{Resource: a, Attr: "arn"}, {Resource: key, Attr: "arn"}}},
			"either":   {Refs: []Ref{{Resource: a}, {Resource: b}}},
			"local":    {Locals: []string{"local.role"}},
			"chosen":   {Refs: []Ref{{Resource: a}}, Locals: []string{"local.create"}},
			"rival":    {Refs: []Ref{{Resource: a}}, Others: []string{"aws_ssm_parameter.p"}, Rivals: true},
			"key":      {Refs: []Ref{{Resource: key, Attr: "arn"}}},
			"again[1]": {Refs: []Ref{{Resource: a}}},
			"hidden":   {Hidden: true},
			"other":    {Others: []string{"random_pet.p"}},
			"list[1]":  {Refs: []Ref{{Resource: b}}},
			"list[2]":  {Refs: []Ref{{Resource: b}}},
		},
	})
	g := New([]*Resource{a, b, twin1, twin2, key, user})
	tests := map[string]linkWant{
		"name":      {To: []string{"aws_iam_role.a"}, Certain: true},
		"arn":       {To: []string{"aws_iam_role.b"}, Certain: true},
		"elsewhere": {Outside: []string{"gamma"}, Certain: true},
		"twin":      {To: []string{"module.n.aws_iam_role.t"}, Certain: true},
		"ref":       {To: []string{"aws_iam_role.a"}, Certain: true},
		"either":    {To: []string{"aws_iam_role.a", "aws_iam_role.b"}},
		"local":     {Certain: true, Open: true},
		"chosen":    {To: []string{"aws_iam_role.a"}, Certain: true, Assumes: []string{"local.create only chooses between the references beside it"}},
		"rival":     {To: []string{"aws_iam_role.a"}, Certain: true, Open: true},
		"key":       {Certain: true, Open: true},
		"again":     {To: []string{"aws_iam_role.a"}, Certain: true},
		"hidden":    {Certain: true, Open: true},
		"other":     {Certain: true, Open: true},
		"list":      {To: []string{"aws_iam_role.a", "aws_iam_role.b"}, Certain: true},
		"absent":    {Certain: true},
		"empty":     {Certain: true},
	}
	for name, want := range tests {
		if diff := cmp.Diff(want, summary(g.Link(user.Attr(name), "aws_iam_role"))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestLinkOne(t *testing.T) {
	r := resource("aws_x.y", fake{})
	for name, link := range map[string]Link{
		"uncertain": {To: []*Resource{r}},
		"open":      {To: []*Resource{r}, Certain: true, Open: true},
		"two":       {To: []*Resource{r, r}, Certain: true},
		"also out":  {To: []*Resource{r}, Certain: true, Outside: []string{"x"}},
		"none":      {Certain: true},
	} {
		if _, ok := link.One(); ok {
			t.Errorf("%s: taken for the one target", name)
		}
	}
	if got, ok := (Link{To: []*Resource{r}, Certain: true}).One(); !ok || got != r {
		t.Error("a single certain target is not given")
	}
}

func TestReferrers(t *testing.T) {
	role := resource("aws_iam_role.r", fake{args: map[string]cty.Value{"name": cty.StringVal("r")}})
	other := resource("aws_iam_role.o", fake{args: map[string]cty.Value{"name": cty.StringVal("o")}})
	one := resource("aws_a.one", fake{args: map[string]cty.Value{"role": cty.StringVal("r")}})
	two := resource("aws_a.two", fake{args: map[string]cty.Value{"role": cty.StringVal("o")}})
	g := New([]*Resource{role, other, one, two})
	got := g.Referrers(role, "aws_a", "role")
	if len(got) != 1 || got[0].Resource != one {
		t.Errorf("referrers of %s: %v", role, got)
	}
}

func TestRelevant(t *testing.T) {
	k1, k2 := resource("aws_kms_key.a", fake{}), resource("aws_kms_key.b", fake{})
	g := New([]*Resource{k2, k1})
	g.SetRelevant([]Ref{{Resource: k2, Attr: "arn"}, {Resource: k1}, {Resource: k2, Attr: "arn"}})
	if got := g.Relevant([]string{"arn"}, "aws_kms_key"); len(got) != 2 || got[0] != k1 || got[1] != k2 {
		t.Errorf("relevant by arn: %v", got)
	}
	if got := g.Relevant([]string{"key_id"}, "aws_kms_key"); len(got) != 1 || got[0] != k1 {
		t.Errorf("relevant by key_id: %v: want what is relevant as a whole", got)
	}
}

func TestGraphModes(t *testing.T) {
	managed, data := resource("aws_kms_key.k", fake{}), resource("data.aws_kms_key.k", fake{})
	g := New([]*Resource{data, managed, managed})
	if got := g.Resources("aws_kms_key"); len(got) != 1 || got[0] != managed {
		t.Errorf("managed: %v", got)
	}
	if got := g.Data("aws_kms_key"); len(got) != 1 || got[0] != data {
		t.Errorf("data: %v", got)
	}
	if got := g.Resources(); len(got) != 1 {
		t.Errorf("all managed: %v", got)
	}
	if g.Find("data.aws_kms_key.k") != data {
		t.Error("a data source cannot be found by its address")
	}
}
