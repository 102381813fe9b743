package schema_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

// origin is another kind of mark than [graph.SensitiveMark].
type origin string

// example has every way of nesting, and types that few providers use.
func example() *schema.Block {
	inner := &schema.Block{
		Attributes: map[string]schema.Attribute{
			"on":  {Type: cty.Bool, Optional: true},
			"arn": {Type: cty.String, Computed: true},
		},
		Blocks: map[string]schema.Nested{
			"deep": {Nesting: schema.Set, Block: &schema.Block{
				Attributes: map[string]schema.Attribute{"names": {Type: cty.Set(cty.String), Optional: true}},
			}},
		},
	}
	open := &schema.Block{Attributes: map[string]schema.Attribute{"any": {Type: cty.DynamicPseudoType, Optional: true}}}
	rule := cty.Object(map[string]cty.Type{"cidr": cty.String, "port": cty.Number})
	return &schema.Block{
		Attributes: map[string]schema.Attribute{
			"flag":     {Type: cty.Bool, Optional: true},
			"text":     {Type: cty.String, Optional: true, Computed: true},
			"id":       {Type: cty.String, Computed: true},
			"names":    {Type: cty.Set(cty.String), Optional: true},
			"ordered":  {Type: cty.List(cty.String), Optional: true},
			"tags":     {Type: cty.Map(cty.String), Optional: true},
			"rules":    {Type: cty.Set(rule), Optional: true, Computed: true},
			"anything": {Type: cty.DynamicPseudoType, Optional: true},
		},
		Blocks: map[string]schema.Nested{
			"list":   {Nesting: schema.List, Block: inner},
			"filled": {Nesting: schema.List, Block: inner, Computed: true},
			"set":    {Nesting: schema.Set, Block: inner},
			"single": {Nesting: schema.Single, Block: inner},
			"map":    {Nesting: schema.Map, Block: inner},
			"open":   {Nesting: schema.List, Block: open},
		},
	}
}

func inner(on, deep cty.Value) cty.Value {
	return cty.ObjectVal(map[string]cty.Value{"on": on, "arn": cty.NullVal(cty.String), "deep": deep})
}

var (
	deepType  = cty.Object(map[string]cty.Type{"names": cty.Set(cty.String)})
	innerType = cty.Object(map[string]cty.Type{"on": cty.Bool, "arn": cty.String, "deep": cty.Set(deepType)})
	noDeep    = cty.SetValEmpty(deepType)
	ruleType  = cty.Object(map[string]cty.Type{"cidr": cty.String, "port": cty.Number})
)

func object(name string, v cty.Value) cty.Value { return cty.ObjectVal(map[string]cty.Value{name: v}) }

func tuple(values ...cty.Value) cty.Value { return cty.TupleVal(values) }

func TestConform(t *testing.T) {
	var (
		text    = cty.StringVal
		isTrue  = text("true")
		secret  = text("a").Mark(graph.SensitiveMark)
		unknown = cty.UnknownVal(cty.String).Mark(origin("aws_vpc.a"))
		dynamic = cty.DynamicVal.Mark(origin("var.a"))
		rule    = func(cidr, port cty.Value) cty.Value {
			return cty.ObjectVal(map[string]cty.Value{"cidr": cidr, "port": port})
		}
	)
	tests := map[string]struct {
		name     string
		in, want cty.Value
	}{
		"a word for a bool":        {"flag", isTrue, cty.True},
		"a marked word for a bool": {"flag", isTrue.Mark(graph.SensitiveMark), cty.True.Mark(graph.SensitiveMark)},
		"no bool at all":           {"flag", text("perhaps"), text("perhaps")},
		"a list for a bool":        {"flag", tuple(cty.True), tuple(cty.True)},
		"a number for a text":      {"text", cty.NumberIntVal(3), text("3")},
		"null":                     {"text", cty.NullVal(cty.DynamicPseudoType), cty.NullVal(cty.String)},
		"unknown":                  {"flag", dynamic, cty.UnknownVal(cty.Bool).Mark(origin("var.a"))},
		"unknown of another type":  {"flag", unknown, cty.UnknownVal(cty.Bool).Mark(origin("aws_vpc.a"))},
		"not in the schema":        {"newer", tuple(cty.True), tuple(cty.True)},
		"absent":                   {"flag", cty.NilVal, cty.NilVal},
		"any type":                 {"anything", tuple(isTrue, cty.Zero), tuple(isTrue, cty.Zero)},

		"duplicates in a set": {"names", tuple(text("a"), text("b"), text("a")),
			cty.SetVal([]cty.Value{text("a"), text("b")})},
		"order and duplicates in a list": {"ordered", tuple(text("b"), cty.Zero, text("b")),
			cty.ListVal([]cty.Value{text("b"), text("0"), text("b")})},
		"nothing in a set": {"names", cty.EmptyTupleVal, cty.SetValEmpty(cty.String)},
		"marks in a list": {"ordered", tuple(secret, unknown, dynamic).Mark(origin("local.a")),
			cty.ListVal([]cty.Value{secret, unknown, cty.UnknownVal(cty.String).Mark(origin("var.a"))}).Mark(origin("local.a"))},
		"marks in a set": {"names", tuple(secret, unknown, text("b")),
			cty.SetVal([]cty.Value{text("a"), cty.UnknownVal(cty.String), text("b")}).
				WithMarks(cty.NewValueMarks(graph.SensitiveMark, origin("aws_vpc.a")))},
		"marks in a map": {"tags", cty.ObjectVal(map[string]cty.Value{"a": secret, "b": cty.True, "c": dynamic}),
			cty.MapVal(map[string]cty.Value{"a": secret, "b": isTrue, "c": cty.UnknownVal(cty.String).Mark(origin("var.a"))})},

		"an attribute written as blocks": {"rules", tuple(object("cidr", text("a")), object("port", text("1"))),
			cty.SetVal([]cty.Value{rule(text("a"), cty.NullVal(cty.Number)), rule(cty.NullVal(cty.String), cty.NumberIntVal(1))})},
		"such an attribute, once, in JSON": {"rules", object("port", text("1")).Mark(graph.SensitiveMark),
			cty.SetVal([]cty.Value{rule(cty.NullVal(cty.String), cty.NumberIntVal(1))}).Mark(graph.SensitiveMark)},
		"such an attribute is newer than the table": {"rules", tuple(object("newer", isTrue.Mark(graph.SensitiveMark))),
			cty.SetVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
				"newer": isTrue, "cidr": cty.NullVal(cty.String), "port": cty.NullVal(cty.Number),
			})}).Mark(graph.SensitiveMark)},
		"no such attribute": {"rules", cty.NullVal(cty.DynamicPseudoType), cty.NullVal(cty.Set(ruleType))},
		"texts for blocks":  {"list", tuple(text("a")), tuple(text("a"))},
		"unknown rules":     {"rules", dynamic, cty.UnknownVal(cty.Set(ruleType)).Mark(origin("var.a"))},

		"blocks": {"list", tuple(object("on", isTrue), cty.EmptyObjectVal),
			cty.ListVal([]cty.Value{inner(cty.True, noDeep), inner(cty.NullVal(cty.Bool), noDeep)})},
		"no blocks":                  {"list", cty.EmptyTupleVal, cty.ListValEmpty(innerType)},
		"null for blocks":            {"list", cty.NullVal(cty.DynamicPseudoType), cty.ListValEmpty(innerType)},
		"one block in JSON":          {"list", object("on", isTrue), cty.ListVal([]cty.Value{inner(cty.True, noDeep)})},
		"no block":                   {"list", text("a"), text("a")},
		"unknown blocks":             {"list", dynamic, cty.UnknownVal(cty.List(innerType)).Mark(origin("var.a"))},
		"one unknown block":          {"list", tuple(dynamic), cty.ListVal([]cty.Value{cty.UnknownVal(innerType).Mark(origin("var.a"))})},
		"an attribute does not fit":  {"list", tuple(object("on", text("perhaps"))), cty.ListVal([]cty.Value{inner(text("perhaps"), noDeep)})},
		"it does not fit everywhere": {"list", tuple(object("on", text("perhaps")), object("on", cty.True)), tuple(inner(text("perhaps"), noDeep), inner(cty.True, noDeep))},
		"a newer attribute in a block": {"list", tuple(object("newer", isTrue)),
			cty.ListVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
				"newer": isTrue, "on": cty.NullVal(cty.Bool), "arn": cty.NullVal(cty.String), "deep": noDeep,
			})})},
		"marks in blocks": {"list", tuple(object("on", cty.True.Mark(graph.SensitiveMark)).Mark(origin("each.key"))),
			cty.ListVal([]cty.Value{inner(cty.True.Mark(graph.SensitiveMark), noDeep).Mark(origin("each.key"))})},
		"blocks in blocks, in JSON": {"list", object("deep", object("names", tuple(secret, text("b")))),
			cty.ListVal([]cty.Value{inner(cty.NullVal(cty.Bool), cty.SetVal([]cty.Value{
				object("names", cty.SetVal([]cty.Value{text("a"), text("b")})),
			}).Mark(graph.SensitiveMark))})},
		"a set of blocks": {"set", tuple(object("on", isTrue), object("on", cty.True.Mark(graph.SensitiveMark)), object("on", dynamic)),
			cty.SetVal([]cty.Value{inner(cty.True, noDeep), inner(cty.UnknownVal(cty.Bool), noDeep)}).
				WithMarks(cty.NewValueMarks(graph.SensitiveMark, origin("var.a")))},
		"a single block":              {"single", tuple(object("on", isTrue)), inner(cty.True, noDeep)},
		"a single block in JSON":      {"single", object("on", isTrue), inner(cty.True, noDeep)},
		"no single block":             {"single", cty.EmptyTupleVal, cty.NullVal(innerType)},
		"a single block stands twice": {"single", tuple(cty.EmptyObjectVal, cty.EmptyObjectVal), tuple(cty.EmptyObjectVal, cty.EmptyObjectVal)},
		"an unknown single block":     {"single", dynamic, cty.UnknownVal(innerType).Mark(origin("var.a"))},
		"a map of blocks":             {"map", object("a", object("on", isTrue)), cty.MapVal(map[string]cty.Value{"a": inner(cty.True, noDeep)})},
		"blocks that may be anything": {"open", tuple(object("any", isTrue), object("any", cty.Zero)), tuple(object("any", isTrue), object("any", cty.Zero))},
		"unknown blocks, any of them": {"open", dynamic, dynamic},
		"none that may be anything":   {"open", cty.NullVal(cty.DynamicPseudoType), cty.EmptyTupleVal},
	}
	block := example()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := block.Conform(test.name, test.in)
			same(t, test.want, got)
			same(t, got, block.Conform(test.name, got)) // once is enough
		})
	}
}

func TestConformWithoutSchema(t *testing.T) {
	var none *schema.Block
	written := tuple(cty.True)
	same(t, written, none.Conform("flag", written))
}

// What is written of real types comes out as a plan has it.
func TestConformReal(t *testing.T) {
	cluster, _ := schema.Find(graph.Managed, "aws_eks_cluster")
	got := cluster.Conform("vpc_config", tuple(cty.ObjectVal(map[string]cty.Value{
		"endpoint_public_access": cty.StringVal("false"),
		"subnet_ids":             tuple(cty.UnknownVal(cty.String).Mark(origin("aws_subnet.a")), cty.StringVal("subnet-1")),
	})))
	vpc := got.Index(cty.Zero)
	same(t, cty.False, vpc.GetAttr("endpoint_public_access"))
	same(t, cty.NullVal(cty.Set(cty.String)), vpc.GetAttr("public_access_cidrs"))
	same(t, cty.SetVal([]cty.Value{cty.UnknownVal(cty.String), cty.StringVal("subnet-1")}).Mark(origin("aws_subnet.a")), vpc.GetAttr("subnet_ids"))

	table, _ := schema.Find(graph.Managed, "aws_route_table")
	routes := table.Conform("route", tuple(object("cidr_block", cty.StringVal("0.0.0.0/0"))))
	for it := routes.ElementIterator(); it.Next(); {
		_, route := it.Element()
		same(t, cty.NullVal(cty.String), route.GetAttr("gateway_id"))
	}
}

func same(t *testing.T, want, got cty.Value) {
	t.Helper()
	if want == cty.NilVal || got == cty.NilVal {
		if want != got {
			t.Errorf("want %#v, got %#v", want, got)
		}
		return
	}
	if !got.RawEquals(want) {
		t.Errorf("(-want +got):\n%s", cmp.Diff(want.GoString(), got.GoString()))
	}
}
