package schema_test

import (
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

// FuzzConform looks for arguments that make Conform or Complete panic, lose a
// mark, or say something else the second time. In the arguments' JSON "?" is an
// unknown value, and what begins with "!" is sensitive.
func FuzzConform(f *testing.F) {
	f.Add("aws_eks_cluster", `{"vpc_config":[{"subnet_ids":["?","!a"],"endpoint_public_access":"false"}],"version":1.31,"arn":null}`)
	f.Add("aws_eks_cluster", `{"vpc_config":{"subnet_ids":{}},"access_config":"?","timeouts":[{"create":"1h"}]}`)
	f.Add("aws_route_table", `{"route":[{"cidr_block":"0.0.0.0/0"},{"gateway_id":"?"},"?"],"tags":{"a":true}}`)
	f.Add("aws_autoscaling_group", `{"tag":[{"key":"!a"},{"key":"?"},null,[]],"launch_template":[[{}]]}`)
	f.Add("terraform_data", `{"input":[1,"?",{"a":null}]}`)
	f.Add("aws_lb_listener_rule", `{"action":[{"forward":[{"target_group":[{"arn":"!a"},{"arn":"?"}]}]}],"condition":{}}`)
	f.Add("aws_unheard_of", `{"a":[]}`)
	f.Fuzz(func(t *testing.T, typ, text string) {
		written, ok := arguments(text)
		if !ok {
			return
		}
		block, _ := schema.Find(graph.Managed, typ)
		conformed := map[string]cty.Value{}
		for name, v := range written {
			got := block.Conform(name, v)
			if again := block.Conform(name, got); !again.RawEquals(got) {
				t.Errorf("%s: conformed twice:\n%#v\nonce:\n%#v", name, again, got)
			}
			keepsMarks(t, name, v, got)
			conformed[name] = got
		}
		unknown := cty.DynamicVal.Mark(origin(typ))
		completed := block.Complete(conformed, unknown)
		for name, v := range conformed {
			keepsMarks(t, name, v, completed[name])
		}
		again := block.Complete(completed, unknown)
		for name, v := range completed {
			if !again[name].RawEquals(v) {
				t.Errorf("%s: completed twice:\n%#v\nonce:\n%#v", name, again[name], v)
			}
		}
	})
}

// arguments are the top-level arguments of a JSON object.
func arguments(text string) (map[string]cty.Value, bool) {
	raw := []byte(text)
	typ, err := ctyjson.ImpliedType(raw)
	if err != nil || !typ.IsObjectType() {
		return nil, false
	}
	v, err := ctyjson.Unmarshal(raw, typ)
	if err != nil {
		return nil, false
	}
	v, err = cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if v.Type() != cty.String || v.IsNull() {
			return v, nil
		}
		switch s := v.AsString(); {
		case s == "?":
			return cty.DynamicVal.Mark(origin("?")), nil
		case strings.HasPrefix(s, "!"):
			return v.Mark(graph.SensitiveMark), nil
		}
		return v, nil
	})
	return v.AsValueMap(), err == nil
}

func keepsMarks(t *testing.T, name string, before, after cty.Value) {
	t.Helper()
	_, want := before.UnmarkDeep()
	_, got := after.UnmarkDeep()
	for mark := range want {
		if _, ok := got[mark]; !ok {
			t.Errorf("%s lost the mark %#v:\n%#v\nwas\n%#v", name, mark, after, before)
		}
	}
}
