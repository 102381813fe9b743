package kube

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

func TestChartOf(t *testing.T) {
	tests := []struct {
		chart string
		want  string
	}{
		{"cilium", "cilium"},
		{"eks/aws-vpc-cni", "aws-vpc-cni"},
		{"oci://quay.io/cilium/charts/cilium", "cilium"},
		{"./charts/antrea", "antrea"},
		{"./charts/antrea/", "antrea"},
		{"https://github.com/projectcalico/calico/releases/download/v3.28.0/tigera-operator-v3.28.0.tgz", "tigera-operator"},
		{"charts/aws-vpc-cni-1.18.3.tgz", "aws-vpc-cni"},
		{"charts/kube-router.tgz", "kube-router"},
		{"vendor/antrea-2.0.1", "antrea"},
		{"", ""},
		{"/", ""},
	}
	for _, test := range tests {
		t.Run(test.chart, func(t *testing.T) {
			got, ok := ChartOf(graphtest.HelmRelease(t, graphtest.Args{"chart": cty.StringVal(test.chart)}))
			if !ok || got != test.want {
				t.Errorf("chart %q, %t, want %q, true", got, ok, test.want)
			}
		})
	}
	if _, ok := ChartOf(graphtest.HelmRelease(t, graphtest.Args{"chart": cty.DynamicVal})); ok {
		t.Error("an unknown chart is known")
	}
}

func TestReleaseValuesLookup(t *testing.T) {
	unknown := cty.UnknownVal(cty.String)
	tests := []struct {
		name string
		args graphtest.Args
		path []string
		want string // "unset", "unknown" or the value
		from string // where it stands
	}{
		{"nothing given", graphtest.Args{}, []string{"a"}, "unset", "values"},
		{"a value", graphtest.HelmValues("a: {b: 1}"), []string{"a", "b"}, "1", "values[0]"},
		{"another value", graphtest.HelmValues("a: {c: 1}"), []string{"a", "b"}, "unset", "values"},
		{"the later document", graphtest.HelmValues("a: 1", "a: 2"), []string{"a"}, "2", "values[1]"},
		{"a later document without it", graphtest.HelmValues("a: 1", "b: 2"), []string{"a"}, "1", "values[0]"},
		{"taken back by a null", graphtest.HelmValues("a: 1", "a:"), []string{"a"}, "unset", "values[1]"},
		{"taken back by a null above", graphtest.HelmValues("a: {b: 1}", "a: ~"), []string{"a", "b"}, "unset", "values[1]"},
		{"covered by a scalar", graphtest.HelmValues("a: {b: 1}", "a: 2"), []string{"a", "b"}, "unset", "values[1]"},
		{"an empty document", graphtest.HelmValues("a: 1", "", "# nothing"), []string{"a"}, "1", "values[0]"},
		{"a document that is a list", graphtest.HelmValues("a: 1", "[a]"), []string{"a"}, "unknown", "values[1]"},
		{"a document that is no YAML", graphtest.HelmValues("a: 1", "a: [b"), []string{"a"}, "unknown", "values[1]"},
		{"a null document", graphtest.Args{"values": cty.TupleVal([]cty.Value{cty.StringVal("a: 1"), cty.NullVal(cty.String)})}, []string{"a"}, "1", "values[0]"},
		{"under an unknown document", graphtest.Args{"values": cty.TupleVal([]cty.Value{cty.StringVal("a: 1"), unknown})}, []string{"a"}, "unknown", "values[1]"},
		{"over an unknown document", graphtest.Args{"values": cty.TupleVal([]cty.Value{unknown, cty.StringVal("a: 1")})}, []string{"a"}, "1", "values[1]"},
		{"unknown documents", graphtest.Args{"values": cty.DynamicVal}, []string{"a"}, "unknown", "values"},
		{"set over unknown documents", graphtest.Args{"values": cty.DynamicVal, "set": graphtest.Sets("a.b", "1")}, []string{"a", "b"}, "1", "set[0].value"},
		{"set over a document", graphtest.Args{"values": graphtest.Texts("a: {b: 1}"), "set": graphtest.Sets("a.b", "true")}, []string{"a", "b"}, "true", "set[0].value"},
		{"another set", graphtest.Args{"values": graphtest.Texts("a: {b: 1}"), "set": graphtest.Sets("a.c", "true")}, []string{"a", "b"}, "1", "values[0]"},
		{"set to null", graphtest.Args{"values": graphtest.Texts("a: 1"), "set": graphtest.Sets("a", "null")}, []string{"a"}, "unset", "set[0].value"},
		{"the later set", graphtest.Args{"set": graphtest.Sets("a", "1", "a", "2")}, []string{"a"}, "2", "set[1].value"},
		{"set to an unknown", graphtest.Args{"set": cty.TupleVal([]cty.Value{graphtest.Set(cty.StringVal("a"), unknown)})}, []string{"a"}, "unknown", "set[0].value"},
		{"another set to an unknown", graphtest.Args{"set": cty.TupleVal([]cty.Value{graphtest.Set(cty.StringVal("a"), unknown)})}, []string{"b"}, "unset", "values"},
		{"under a set to an unknown", graphtest.Args{"set": cty.TupleVal([]cty.Value{graphtest.Set(cty.StringVal("a"), unknown)})}, []string{"a", "b"}, "unknown", "set[0].value"},
		{"set to nothing", graphtest.Args{"set": cty.TupleVal([]cty.Value{graphtest.Set(cty.StringVal("a"), cty.NullVal(cty.String))})}, []string{"a"}, "unknown", "set[0].value"},
		{"set by the letter", graphtest.Args{"set": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
			"name": cty.StringVal("a"), "value": cty.StringVal("b,c=d"), "type": cty.StringVal("literal"),
		})})}, []string{"a"}, "b,c=d", "set[0].value"},
		{"a list with an unknown", graphtest.Args{"set_list": cty.TupleVal([]cty.Value{graphtest.Set(cty.StringVal("a"), cty.TupleVal([]cty.Value{cty.StringVal("x"), unknown}))})}, []string{"a"}, "unknown", "set_list[0].value"},
		{"an empty list", graphtest.Args{"set_list": cty.TupleVal([]cty.Value{graphtest.Set(cty.StringVal("a"), cty.EmptyTupleVal)})}, []string{"a"}, "", "set_list[0].value"},
		{"an unknown set", graphtest.Args{"set": cty.TupleVal([]cty.Value{graphtest.Set(unknown, cty.StringVal("1"))})}, []string{"a"}, "unknown", "set[0].value"},
		{"unknown sets", graphtest.Args{"set": cty.DynamicVal}, []string{"a"}, "unknown", "set.value"},
		{"set_list over set", graphtest.Args{"set": graphtest.Sets("a", "1"), "set_list": cty.TupleVal([]cty.Value{graphtest.Set(cty.StringVal("a"), graphtest.Texts("x"))})}, []string{"a"}, "[x]", "set_list[0].value"},
		{"set_sensitive over all", graphtest.Args{"set": graphtest.Sets("a", "1"), "set_sensitive": graphtest.Sets("a", "2")}, []string{"a"}, "2", "set_sensitive[0].value"},
		{"what is write-only", graphtest.Args{"set": graphtest.Sets("a", "1"), "set_wo_revision": cty.NumberIntVal(1)}, []string{"a"}, "unknown", "set_wo_revision"},
		{"a name that is no name", graphtest.Args{"set": graphtest.Sets("a[x]", "1")}, []string{"b"}, "unknown", "set[0].value"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := ReleaseValues(graphtest.HelmRelease(t, test.args)).Lookup(test.path...)
			if got := graphtest.Brief(v); got != test.want || v.Path() != test.from {
				t.Errorf("%s at %s, want %s at %s", got, v.Path(), test.want, test.from)
			}
		})
	}
}

func TestReleaseValuesMerged(t *testing.T) {
	tests := []struct {
		name     string
		args     graphtest.Args
		want     string
		complete bool
	}{
		{"nothing", graphtest.Args{}, `{}`, true},
		{"mappings key by key", graphtest.HelmValues("a: {b: 1, c: 2}\nd: 3", "a: {c: 4}"), `{"a":{"b":1,"c":4},"d":3}`, true},
		{"lists as a whole", graphtest.HelmValues("a: [1, 2]", "a: [3]"), `{"a":[3]}`, true},
		{"a mapping over a scalar", graphtest.HelmValues("a: 1", "a: {b: 1}"), `{"a":{"b":1}}`, true},
		{"a scalar over a mapping", graphtest.HelmValues("a: {b: 1}", "a: 2"), `{"a":2}`, true},
		{"a null over a mapping", graphtest.HelmValues("a: {b: 1}", "a: ~"), `{"a":null}`, true},
		{"a mapping over a null", graphtest.HelmValues("a: ~", "a: {b: 1}"), `{"a":{"b":1}}`, true},
		{"an element over a scalar", graphtest.Args{"values": graphtest.Texts("a: x"), "set": graphtest.Sets("a[0]", "1")}, `{"a":[1]}`, true},
		{"a scalar over a list", graphtest.Args{"values": graphtest.Texts("a: [x]"), "set": graphtest.Sets("a", "1")}, `{"a":1}`, true},
		{"an empty mapping under another", graphtest.HelmValues("{}", "a: 1"), `{"a":1}`, true},
		{"an empty mapping over another", graphtest.HelmValues("a: {b: 1}", "a: {}"), `{"a":{"b":1}}`, true},
		{"sets", graphtest.Args{"values": graphtest.Texts("a: {b: 1}"), "set": graphtest.Sets("a.c", "x", "d", "{1,two}")}, `{"a":{"b":1,"c":"x"},"d":[1,"two"]}`, true},
		{"an element that is set", graphtest.Args{"values": graphtest.Texts("a: [{b: 1}, {b: 2}]"), "set": graphtest.Sets("a[1].c", "3")}, `{"a":[{"b":1},{"b":2,"c":3}]}`, true},
		{"an element beyond the list", graphtest.Args{"values": graphtest.Texts("a: [1]"), "set": graphtest.Sets("a[2]", "3")}, `{"a":[1,null,3]}`, true},
		{"an unknown document", graphtest.Args{"values": cty.TupleVal([]cty.Value{cty.StringVal("a: 1"), cty.UnknownVal(cty.String)})}, `{"a":1}`, false},
		{"an unknown set", graphtest.Args{"values": graphtest.Texts("a: 1"), "set": cty.DynamicVal}, `{"a":1}`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v, complete := ReleaseValues(graphtest.HelmRelease(t, test.args)).Merged()
			got, err := ctyjson.Marshal(v.Cty(), v.Cty().Type())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(got)); diff != "" || complete != test.complete {
				t.Errorf("complete %t, want %t; (-want +got):\n%s", complete, test.complete, diff)
			}
		})
	}
}

func TestReleaseValuesKeepSecrets(t *testing.T) {
	secret := cty.TupleVal([]cty.Value{graphtest.Set(cty.StringVal("a"), cty.StringVal("1").Mark(graph.SensitiveMark))})
	values := ReleaseValues(graphtest.HelmRelease(t, graphtest.Args{"values": graphtest.Texts("b: 2"), "set_sensitive": secret}))
	if !values.Lookup("a").Sensitive() {
		t.Error("a secret that is looked up is not sensitive")
	}
	name := cty.TupleVal([]cty.Value{graphtest.Set(cty.StringVal("a.image").Mark(graph.SensitiveMark), cty.StringVal("1"))})
	named := ReleaseValues(graphtest.HelmRelease(t, graphtest.Args{"set": name}))
	if merged, _ := named.Merged(); !merged.Sensitive() || !named.Lookup("a", "image").Sensitive() {
		t.Error("what a sensitive name sets is not sensitive")
	}
	if values.Lookup("b").Sensitive() {
		t.Error("what is no secret is sensitive")
	}
	if merged, _ := values.Merged(); !merged.Sensitive() {
		t.Error("what is merged with a secret is not sensitive")
	}
	if merged, _ := ReleaseValues(graphtest.HelmRelease(t, graphtest.Args{"values": graphtest.Texts("b: 2")})).Merged(); merged.Sensitive() {
		t.Error("what is merged without a secret is sensitive")
	}
}

// The values of a release are read once for an input.
func TestReleaseValuesAreReadOnce(t *testing.T) {
	helm := graphtest.Build(t, "helm_release.a", graphtest.Pairs("values", cty.TupleVal([]cty.Value{cty.StringVal("a: 1")})), nil)
	if a, b := ReleaseValues(helm), ReleaseValues(helm); len(a.layers) != 1 || &a.layers[0] != &b.layers[0] {
		t.Error("the values of a release are read twice")
	}
}
