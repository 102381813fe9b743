package kube

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// outlined is what matters of a manifest.
type outlined struct {
	APIVersion, Kind, Namespace, Name string
	Type                              string // spec.type
	Sensitive, Opaque                 bool
}

func TestManifests(t *testing.T) {
	body := "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: LoadBalancer}\n"
	hidden := "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: (sensitive value)}\n"
	secret := func(text string) cty.Value { return cty.StringVal(text).Mark(graph.SensitiveMark) }
	service := outlined{APIVersion: "v1", Kind: "Service", Namespace: "shop", Name: "web", Type: "LoadBalancer"}
	sensitive := service
	sensitive.Sensitive = true
	moved := service
	moved.Namespace = "other"
	tests := []struct {
		name, address string
		args          map[string]cty.Value
		want          []outlined
	}{
		{"an object", "kubernetes_manifest.x", graphtest.Pairs("manifest", cty.ObjectVal(map[string]cty.Value{
			"apiVersion": cty.StringVal("v1"), "kind": cty.StringVal("Service"),
			"metadata": cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal("web"), "namespace": cty.StringVal("shop")}),
			"spec":     cty.ObjectVal(map[string]cty.Value{"type": cty.StringVal("LoadBalancer")}),
		})), []outlined{service}},
		{"an object that is not known", "kubernetes_manifest.x", graphtest.Pairs("manifest", cty.DynamicVal), []outlined{{Opaque: true}}},
		{"YAML", "kubectl_manifest.x", graphtest.Pairs("yaml_body", body), []outlined{service}},
		{"YAML in another namespace", "kubectl_manifest.x", graphtest.Pairs("yaml_body", body, "override_namespace", "other"), []outlined{moved}},
		{"YAML that is not known", "kubectl_manifest.x", graphtest.Pairs("yaml_body", graphtest.UnknownText(), "kind", "Service"), []outlined{{Kind: "Service", Opaque: true}}},
		{"YAML that is not known, of an object that is", "kubectl_manifest.x", graphtest.Pairs("yaml_body", graphtest.UnknownText(), "kind", "Service", "api_version", "v1", "name", "web", "namespace", "shop"),
			[]outlined{{APIVersion: "v1", Kind: "Service", Namespace: "shop", Name: "web", Opaque: true}}},
		{"no YAML", "kubectl_manifest.x", graphtest.Pairs("yaml_body", "a: [b"), nil},
		{"no object", "kubectl_manifest.x", graphtest.Pairs("yaml_body", "- a"), nil},
		{"an empty document", "kubectl_manifest.x", graphtest.Pairs("yaml_body", ""), nil},
		{"left out", "kubectl_manifest.x", nil, nil},
		// The provider marks all of yaml_body, and shows what is no secret.
		{"sensitive", "kubectl_manifest.x", graphtest.Pairs("yaml_body", secret(body)), []outlined{sensitive}},
		{"shown whole", "kubectl_manifest.x", graphtest.Pairs("yaml_body", secret(body), "yaml_body_parsed", body), []outlined{service}},
		{"shown in part", "kubectl_manifest.x", graphtest.Pairs("yaml_body", secret(body), "yaml_body_parsed", hidden), []outlined{sensitive}},
		{"shown and sensitive", "kubectl_manifest.x", graphtest.Pairs("yaml_body", secret(body), "yaml_body_parsed", secret(body)), []outlined{sensitive}},
		{"shown and no YAML", "kubectl_manifest.x", graphtest.Pairs("yaml_body", secret(body), "yaml_body_parsed", "a: [b"), []outlined{sensitive}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []outlined
			for _, m := range Manifests(graph.New([]*graph.Resource{graphtest.Build(t, test.address, test.args, nil)})) {
				kind := m.Object.Attr("spec").Attr("type")
				text, _ := kind.Text()
				got = append(got, outlined{m.APIVersion, m.Kind, m.Namespace, m.Name, text, kind.Sensitive(), m.Object.Opaque()})
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestManifestPath(t *testing.T) {
	body := cty.StringVal("kind: Service").Mark(graph.SensitiveMark)
	g := graph.New([]*graph.Resource{graphtest.Build(t, "kubectl_manifest.x", graphtest.Pairs("yaml_body", body, "yaml_body_parsed", "kind: Service"), nil)})
	if got := Manifests(g)[0].Object.Attr("kind").Path(); got != "yaml_body.kind" {
		t.Errorf("the kind stands at %s, want the argument that a person writes: yaml_body.kind", got)
	}
}

func TestManifestIs(t *testing.T) {
	tests := []struct {
		apiVersion, kind string
		group, wanted    string
		want             bool
	}{
		{"v1", "Service", "", "Service", true},
		{"networking.k8s.io/v1", "Ingress", "networking.k8s.io", "Ingress", true},
		{"networking.k8s.io/v1beta1", "Ingress", "networking.k8s.io", "Ingress", true},
		{"networking.k8s.io/v1", "Ingress", "", "Ingress", false},
		{"serving.knative.dev/v1", "Service", "", "Service", false},
		{"v1", "ConfigMap", "", "Service", false},
		{"v1", "Service", "v1", "Service", false},
	}
	for _, test := range tests {
		m := Manifest{APIVersion: test.apiVersion, Kind: test.kind}
		if got := m.Is(test.group, test.wanted); got != test.want {
			t.Errorf("%s %s is %q %s: %v, want %v", test.apiVersion, test.kind, test.group, test.wanted, got, test.want)
		}
	}
}
