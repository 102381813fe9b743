package networkpolicy

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

func TestAddonEngine(t *testing.T) {
	text := cty.StringVal
	const off = "the add-on vpc-cni: enableNetworkPolicy is left out"
	tests := []struct {
		name, addon string
		config      cty.Value
		on          logic.Truth
		want        string // "" where it is no engine
	}{
		{"no engine", "coredns", cty.NilVal, logic.No, ""},
		{"a hint of Cilium", "isovalent_cilium", cty.NilVal, logic.No, "the add-on isovalent_cilium: "},
		{"a hint of Calico", "calico", cty.NilVal, logic.No, "the add-on calico: "},
		{"a hint of Tigera", "tigera_operator", cty.NilVal, logic.No, "the add-on tigera_operator: "},
		{"left out", "vpc-cni", cty.NilVal, logic.No, off},
		{"empty", "vpc-cni", text(""), logic.No, off},
		{"a null document", "vpc-cni", text("null"), logic.No, off},
		{"an empty object", "vpc-cni", text("{}"), logic.No, off},
		{"a list", "vpc-cni", text("[]"), logic.Maybe, "the add-on vpc-cni: configuration_values is neither JSON nor YAML of an object"},
		{"no YAML", "vpc-cni", text("{"), logic.Maybe, "the add-on vpc-cni: configuration_values is neither JSON nor YAML of an object: it is not valid YAML, on its line 1"},
		{"unknown", "vpc-cni", cty.DynamicVal, logic.Maybe, "the add-on vpc-cni: its configuration is known only after apply"},
		{"a number", "vpc-cni", text("enableNetworkPolicy: 1"), logic.No, "the add-on vpc-cni: enableNetworkPolicy is not true"},
		{"a null", "vpc-cni", text("enableNetworkPolicy:"), logic.No, off},
		{"on", "vpc-cni", text("enableNetworkPolicy: TRUE"), logic.Yes, "the add-on vpc-cni: enableNetworkPolicy is true"},
		{"the agent left alone", "vpc-cni", text("enableNetworkPolicy: true\nnodeAgent: {}"), logic.Yes, "the add-on vpc-cni: enableNetworkPolicy is true"},
		{"the agent off", "vpc-cni", text("enableNetworkPolicy: true\nnodeAgent: {enabled: 'false'}"), logic.No, "the add-on vpc-cni: nodeAgent.enabled is false"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := graphtest.Resource(t, "aws_eks_addon.a", graphtest.Args{"addon_name": text(test.addon), "configuration_values": test.config})
			e, ok := addonEngine(r)
			got := ""
			if ok {
				got = e.Name + ": " + e.Why
			}
			if diff := cmp.Diff(test.want, got); diff != "" || e.On != test.on {
				t.Errorf("on %d, want %d; (-want +got):\n%s", e.On, test.on, diff)
			}
		})
	}
}

func TestVPCCNI(t *testing.T) {
	tests := []struct {
		policy, agent cty.Value
		want          logic.Truth
	}{
		{cty.True, cty.NilVal, logic.Yes},
		{cty.True, cty.True, logic.Yes},
		{cty.True, cty.False, logic.No},
		{cty.True, cty.DynamicVal, logic.Maybe},
		{cty.DynamicVal, cty.NilVal, logic.Maybe},
		{cty.DynamicVal, cty.True, logic.Maybe},
		{cty.DynamicVal, cty.DynamicVal, logic.Maybe},
		{cty.DynamicVal, cty.False, logic.No},
		{cty.False, cty.DynamicVal, logic.No},
		{cty.NilVal, cty.DynamicVal, logic.No},
	}
	for _, test := range tests {
		r := graphtest.Resource(t, "helm_release.a", graphtest.Args{"policy": test.policy, "agent": test.agent})
		if got := vpcCNI(r.Attr("policy"), r.Attr("agent")); got.On != test.want {
			t.Errorf("policy %#v, agent %#v: %d, want %d", test.policy, test.agent, got.On, test.want)
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
	for _, m := range kube.ConfigMaps(g, kube.Manifests(g), "kube-system", "aws-auth") {
		got = append(got, m.String()+" "+graphtest.Brief(m.Data.Attr("key")))
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
			r := graphtest.TracedResource(t, "aws_eks_addon.a", graphtest.Args{"argument": test.value}, map[string]graph.Origins{"argument": test.origins})
			r.Deferred = test.deferred
			got, ok := kube.LeftOut(r.Attr("argument"))
			if diff := cmp.Diff(test.want, got); diff != "" || ok != test.ok {
				t.Errorf("%t, want %t; (-want +got):\n%s", ok, test.ok, diff)
			}
		})
	}
}
