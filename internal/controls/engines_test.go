package controls

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

func TestAddonEngine(t *testing.T) {
	text := cty.StringVal
	const off = "the add-on vpc-cni: enableNetworkPolicy is left out"
	tests := []struct {
		name, addon string
		config      cty.Value
		on          truth
		want        string // "" where it is no engine
	}{
		{"no engine", "coredns", cty.NilVal, no, ""},
		{"a hint of Cilium", "isovalent_cilium", cty.NilVal, no, "the add-on isovalent_cilium: "},
		{"a hint of Calico", "calico", cty.NilVal, no, "the add-on calico: "},
		{"a hint of Tigera", "tigera_operator", cty.NilVal, no, "the add-on tigera_operator: "},
		{"left out", "vpc-cni", cty.NilVal, no, off},
		{"empty", "vpc-cni", text(""), no, off},
		{"a null document", "vpc-cni", text("null"), no, off},
		{"an empty object", "vpc-cni", text("{}"), no, off},
		{"a list", "vpc-cni", text("[]"), maybe, "the add-on vpc-cni: configuration_values is neither JSON nor YAML of an object"},
		{"no YAML", "vpc-cni", text("{"), maybe, "the add-on vpc-cni: configuration_values is neither JSON nor YAML of an object: it is not valid YAML, on its line 1"},
		{"unknown", "vpc-cni", cty.DynamicVal, maybe, "the add-on vpc-cni: its configuration is known only after apply"},
		{"a number", "vpc-cni", text("enableNetworkPolicy: 1"), no, "the add-on vpc-cni: enableNetworkPolicy is not true"},
		{"a null", "vpc-cni", text("enableNetworkPolicy:"), no, off},
		{"on", "vpc-cni", text("enableNetworkPolicy: TRUE"), yes, "the add-on vpc-cni: enableNetworkPolicy is true"},
		{"the agent left alone", "vpc-cni", text("enableNetworkPolicy: true\nnodeAgent: {}"), yes, "the add-on vpc-cni: enableNetworkPolicy is true"},
		{"the agent off", "vpc-cni", text("enableNetworkPolicy: true\nnodeAgent: {enabled: 'false'}"), no, "the add-on vpc-cni: nodeAgent.enabled is false"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := graphtest.Resource(t, "aws_eks_addon.a", graphtest.Args{"addon_name": text(test.addon), "configuration_values": test.config})
			e, ok := addonEngine(r)
			got := ""
			if ok {
				got = e.name + ": " + e.why
			}
			if diff := cmp.Diff(test.want, got); diff != "" || e.on != test.on {
				t.Errorf("on %d, want %d; (-want +got):\n%s", e.on, test.on, diff)
			}
		})
	}
}

func TestVPCCNI(t *testing.T) {
	tests := []struct {
		policy, agent cty.Value
		want          truth
	}{
		{cty.True, cty.NilVal, yes},
		{cty.True, cty.True, yes},
		{cty.True, cty.False, no},
		{cty.True, cty.DynamicVal, maybe},
		{cty.DynamicVal, cty.NilVal, maybe},
		{cty.DynamicVal, cty.True, maybe},
		{cty.DynamicVal, cty.DynamicVal, maybe},
		{cty.DynamicVal, cty.False, no},
		{cty.False, cty.DynamicVal, no},
		{cty.NilVal, cty.DynamicVal, no},
	}
	for _, test := range tests {
		r := graphtest.Resource(t, "helm_release.a", graphtest.Args{"policy": test.policy, "agent": test.agent})
		if got := vpcCNI(r.Attr("policy"), r.Attr("agent")); got.on != test.want {
			t.Errorf("policy %#v, agent %#v: %d, want %d", test.policy, test.agent, got.on, test.want)
		}
	}
}

func TestConfigMaps(t *testing.T) {
	object := func(kind, namespace, name string) *graph.Resource {
		return graphtest.Resource(t, "kubernetes_manifest."+kind+"_"+namespace+"_"+name, graphtest.Args{"manifest": cty.ObjectVal(map[string]cty.Value{
			"apiVersion": cty.StringVal("v1"),
			"kind":       cty.StringVal(kind),
			"metadata":   cty.ObjectVal(map[string]cty.Value{"namespace": cty.StringVal(namespace), "name": cty.StringVal(name)}),
			"data":       cty.ObjectVal(map[string]cty.Value{"key": cty.StringVal("value")}),
		})})
	}
	g := graph.New([]*graph.Resource{
		object("ConfigMap", "kube-system", "aws-auth"),
		object("Secret", "kube-system", "aws-auth"),
		object("ConfigMap", "default", "aws-auth"),
		object("ConfigMap", "kube-system", "other"),
	})
	var got []string
	for _, m := range configMaps(g, manifests(g), "kube-system", "aws-auth") {
		got = append(got, m.String()+" "+brief(m.Data.Attr("key")))
	}
	if diff := cmp.Diff([]string{"kubernetes_manifest.ConfigMap_kube-system_aws-auth value"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLeftOut(t *testing.T) {
	object := cty.EmptyObjectVal
	only := "local.create only chooses between the references beside it"
	locals := []string{"local.create"}
	tests := []struct {
		name     string
		value    cty.Value
		origins  graph.Origins
		deferred bool
		want     []string
		ok       bool
	}{
		{"locals beside what is known", cty.DynamicVal, graph.Origins{Literals: []cty.Value{object}, Locals: locals}, false, []string{only}, true},
		{"what is known in part", cty.TupleVal([]cty.Value{cty.DynamicVal}), graph.Origins{Literals: []cty.Value{object}, Locals: locals}, false, nil, false},
		{"a deferred instance", cty.DynamicVal, graph.Origins{Literals: []cty.Value{object}, Locals: locals}, true, nil, false},
		{"what is hidden", cty.DynamicVal, graph.Origins{Literals: []cty.Value{object}, Locals: locals, Hidden: true}, false, nil, false},
		{"a resource", cty.DynamicVal, graph.Origins{Literals: []cty.Value{object}, Locals: locals, Others: []string{"aws_eip.nat"}}, false, nil, false},
		{"what is unresolved", cty.DynamicVal, graph.Origins{Literals: []cty.Value{object}, Locals: locals, Unresolved: []string{"local.a.b"}}, false, nil, false},
		{"no local", cty.DynamicVal, graph.Origins{Literals: []cty.Value{object}}, false, nil, false},
		{"a local alone", cty.DynamicVal, graph.Origins{Locals: locals}, false, nil, false},
		{"the elements of a local", cty.DynamicVal, graph.Origins{Locals: []string{"local.enabled", "local.addons"}, Element: true}, false,
			[]string{"the elements of local.addons leave argument out"}, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := tracedResource(t, "aws_eks_addon.a", graphtest.Args{"argument": test.value}, map[string]graph.Origins{"argument": test.origins})
			r.Deferred = test.deferred
			got, ok := leftOut(r.Attr("argument"))
			if diff := cmp.Diff(test.want, got); diff != "" || ok != test.ok {
				t.Errorf("%t, want %t; (-want +got):\n%s", ok, test.ok, diff)
			}
		})
	}
}
