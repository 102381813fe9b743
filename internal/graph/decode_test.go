package graph

import (
	"testing"

	"github.com/zclconf/go-cty/cty"
)

func TestValueDecoded(t *testing.T) {
	r := resource("aws_x.y", fake{args: map[string]cty.Value{
		"text":   cty.StringVal(`{"a":true}`),
		"secret": cty.StringVal(`{"a":true}`).Mark(SensitiveMark),
	}})
	tree := object("a", cty.True)
	v := r.Attr("text").Decoded(tree).Attr("a")
	if !v.IsTrue() || v.Sensitive() || v.Path() != "text.a" || v.Resource() != r {
		t.Errorf("decoded %s of %s: true %v, sensitive %v", v.Path(), v.Resource(), v.IsTrue(), v.Sensitive())
	}
	if v := r.Attr("secret").Decoded(tree).Attr("a"); !v.Sensitive() {
		t.Error("what stands in a sensitive text is not sensitive")
	}
}

func TestValueAt(t *testing.T) {
	shown := resource("aws_x.shown", fake{args: map[string]cty.Value{"shown": cty.True}})
	given := resource("aws_x.given", fake{args: map[string]cty.Value{"given": cty.StringVal("s").Mark(SensitiveMark)}})
	v := shown.Attr("shown").At(given.Attr("given"))
	if !v.IsTrue() || v.Path() != "given" || v.Resource() != given || v.Sensitive() {
		t.Errorf("%s of %s: true %v, sensitive %v", v.Path(), v.Resource(), v.IsTrue(), v.Sensitive())
	}
}
