package schema_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

func TestMarkSecrets(t *testing.T) {
	text, secret := cty.StringVal("x"), cty.StringVal("x").Mark("secret")
	object := func(name string, v cty.Value) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{name: v, "name": text})
	}
	set := func(v cty.Value) cty.Value { return cty.TupleVal([]cty.Value{object("value", v), object("value", v)}) }
	tests := map[string]struct {
		mode     graph.Mode
		typ      string
		in, want map[string]cty.Value
	}{
		"an argument of a type that no control reads": {graph.Managed, "aws_db_instance",
			map[string]cty.Value{"password": text, "db_name": text}, map[string]cty.Value{"password": secret, "db_name": text}},
		"write-only": {graph.Managed, "aws_db_instance",
			map[string]cty.Value{"password_wo": text}, map[string]cty.Value{"password_wo": secret}},
		"in blocks in blocks": {graph.Managed, "aws_lb_listener",
			map[string]cty.Value{"default_action": cty.TupleVal([]cty.Value{object("authenticate_oidc", cty.TupleVal([]cty.Value{object("client_secret", text)}))})},
			map[string]cty.Value{"default_action": cty.TupleVal([]cty.Value{object("authenticate_oidc", cty.TupleVal([]cty.Value{object("client_secret", secret)}))})}},
		"a chart's blocks": {graph.Managed, "helm_release",
			map[string]cty.Value{"set_sensitive": set(text), "set": set(text), "repository_password": text},
			map[string]cty.Value{"set_sensitive": set(secret), "set": set(text), "repository_password": secret}},
		"a chart's blocks as a value": {graph.Managed, "helm_release",
			map[string]cty.Value{"set_sensitive": cty.SetVal([]cty.Value{object("value", text)}), "set_wo": cty.ListVal([]cty.Value{object("value", text)})},
			map[string]cty.Value{"set_sensitive": cty.TupleVal([]cty.Value{object("value", secret)}),
				"set_wo": cty.ListVal([]cty.Value{object("value", text)}).Mark("secret")}},
		"an unknown number of blocks": {graph.Managed, "helm_release",
			map[string]cty.Value{"set_sensitive": cty.DynamicVal}, map[string]cty.Value{"set_sensitive": cty.DynamicVal.Mark("secret")}},
		"no blocks": {graph.Managed, "helm_release",
			map[string]cty.Value{"set_sensitive": cty.NullVal(cty.DynamicPseudoType)}, map[string]cty.Value{"set_sensitive": cty.NullVal(cty.DynamicPseudoType)}},
		"a Kubernetes secret": {graph.Managed, "kubernetes_secret_v1",
			map[string]cty.Value{"data": object("token", text), "type": text}, map[string]cty.Value{"data": object("token", text).Mark("secret"), "type": text}},
		"a type of no provider": {graph.Managed, "test_thing",
			map[string]cty.Value{"password": text}, map[string]cty.Value{"password": text}},
		"a data source of the resource's name": {graph.Data, "helm_release",
			map[string]cty.Value{"set_wo": text}, map[string]cty.Value{"set_wo": text}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := schema.MarkSecrets(tt.mode, tt.typ, tt.in, "secret")
			equal := cmp.Comparer(func(a, b cty.Value) bool { return a.RawEquals(b) })
			if diff := cmp.Diff(tt.want, got, equal); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What the table's schemas call sensitive, and a configuration can write, is marked.
func TestSecretsOfTable(t *testing.T) {
	content, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Secrets map[string][]string }
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Secrets) < 90 {
		t.Errorf("%d types have secrets: expected 90 at least", len(file.Secrets))
	}
	for key, paths := range file.Secrets {
		word, typ, _ := strings.Cut(key, " ")
		mode := map[string]graph.Mode{"resource": graph.Managed, "data": graph.Data, "provider": graph.Provider}[word]
		for _, path := range paths {
			v := cty.StringVal("x")
			names := strings.Split(path, ".")
			for i := len(names) - 1; i > 0; i-- {
				v = cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{names[i]: v})})
			}
			if got := schema.MarkSecrets(mode, typ, map[string]cty.Value{names[0]: v}, "secret"); !got[names[0]].ContainsMarked() {
				t.Errorf("%s: %s is not marked", key, path)
			}
		}
	}
	seen := 0
	for _, key := range keys(t) {
		word, typ, _ := strings.Cut(key, " ")
		mode := map[string]graph.Mode{"resource": graph.Managed, "data": graph.Data, "provider": graph.Provider}[word]
		block, _ := schema.Find(mode, typ)
		for name, a := range block.Attributes {
			if a.Sensitive && (a.Required || a.Optional) {
				seen++
				if got := schema.MarkSecrets(mode, typ, map[string]cty.Value{name: cty.StringVal("x")}, "secret"); !got[name].IsMarked() {
					t.Errorf("%s: %s is not marked", key, name)
				}
			}
		}
	}
	if seen == 0 {
		t.Error("no attribute of the table is sensitive")
	}
}
