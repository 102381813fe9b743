package usercontrol

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// An argument that is not set is not null if AWS or the provider fills it: a condition
// on it would turn round with the apply. Whether it is set is asked with == null and
// != null; see [run.written].

// defaultOf returns what the provider reads back of an argument or block that is not
// set, if that is always the same; cty.NilVal otherwise.
func defaultOf(what, name string) cty.Value {
	if what == "aws_ecr_repository" && name == "encryption_configuration" {
		return cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"encryption_type": cty.StringVal("AES256"), "kms_key": cty.StringVal("")})})
	}
	return cty.NilVal
}

// tagsAll is the argument that follows from a resource's tags and its provider's.
const tagsAll = "tags_all"

// filled gives an argument that is not set the value that the provider or AWS will
// give it, as far as that can be said before the apply. A plan says of blocks that are
// filled that they are known after it, schemas do not.
func filled(v graph.Value, of shape, planned bool) graph.Value {
	switch {
	case !v.Unset() && !(of.list && len(v.Elements()) == 0):
	case of.derived:
		return v.Filled(v.Resource().AllTags())
	case of.fallback != cty.NilVal:
		return v.Filled(of.fallback)
	case of.filled, planned && of.settle:
		return v.Filled(cty.DynamicVal)
	}
	return v
}
