package controls

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/tls"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// A manifest that cannot be read is a subject by the kinds that its lines show,
// and of any kind where they show none.
func TestUnreadManifests(t *testing.T) {
	const twice = "\nspec: {}\nspec: {}\n"
	tests := []struct {
		name   string
		args   map[string]cty.Value
		kinds  []string
		reason string // "" where nothing is unread
	}{
		{"a key twice", graphtest.Pairs("yaml_body", "kind: Ingress"+twice), []string{"Ingress"}, "a key stands twice in it, on its line 3"},
		{"the kind twice", graphtest.Pairs("yaml_body", "kind: ConfigMap\nkind: Ingress\n"), []string{"ConfigMap", "Ingress"}, "a key stands twice in it, on its line 2"},
		{"the kind in quotes, and a comment", graphtest.Pairs("yaml_body", "\"kind\" : 'Ingress' # one\r"+twice), []string{"Ingress"}, "a key stands twice in it, on its line 3"},
		{"the kind in a comment", graphtest.Pairs("yaml_body", "# kind: ConfigMap"+twice), nil, "a key stands twice in it, on its line 3"},
		{"the kind of a reference", graphtest.Pairs("yaml_body", "roleRef:\n  kind: ClusterRole"+twice), nil, "a key stands twice in it, on its line 4"},
		{"the kind in a template", graphtest.Pairs("yaml_body", "apiVersion: v1\nkind: {{ .Kind }}\n"), nil, "a mapping stands as a key in it, as in a template that was not rendered, on its line 2"},
		{"the kind behind an anchor", graphtest.Pairs("yaml_body", "kind: &a Ingress"+twice), nil, "a key stands twice in it, on its line 3"},
		{"JSON", graphtest.Pairs("yaml_body", `{"kind": "ConfigMap", "kind": "Ingress"}`), nil, "a key stands twice in it, on its line 1"},
		{"the kind that the provider read", graphtest.Pairs("yaml_body", "kind: Ingress"+twice, "kind", "ConfigMap"), []string{"ConfigMap"}, "a key stands twice in it, on its line 3"},
		{"an alias bomb", graphtest.Pairs("yaml_body", "kind: Pod\na: &a [*a]\n"), []string{"Pod"}, "it is longer, or nested deeper, than is read"},
		{"a list", graphtest.Pairs("yaml_body", "- kind: Pod\n"), nil, "expected a mapping at its top"},
		{"a scalar", graphtest.Pairs("yaml_body", "Pod"), nil, "expected a mapping at its top"},
		{"a second document", graphtest.Pairs("yaml_body", "---\nkind: ConfigMap\n---\nkind: Ingress\n"), []string{"Ingress"}, "another document follows the first one"},
		{"a second document, of which the provider says nothing", graphtest.Pairs("yaml_body", "kind: ConfigMap\n---\nkind: Ingress\n", "kind", "ConfigMap"), []string{"Ingress"}, "another document follows the first one"},
		{"a second document behind an empty one", graphtest.Pairs("yaml_body", "---\n# none\n---\nkind: Ingress\n"), []string{"Ingress"}, "its first document is empty, and another one follows"},
		{"a second document behind an end", graphtest.Pairs("yaml_body", "kind: ConfigMap\n...\n---\nkind: Pod\n"), []string{"Pod"}, "another document follows the first one"},
		{"a second document that shows its kind, and a third that does not", graphtest.Pairs("yaml_body", "kind: ConfigMap\n---\nkind: ConfigMap\n---\n{kind: Ingress}\n"), nil, "another document follows the first one"},
		{"a text for an object", nil, []string{"Service"}, "it is a text, and not an object"},

		{"one document between marks", graphtest.Pairs("yaml_body", "# one\n---\nkind: Ingress\n...\n---\n# no more\n"), nil, ""},
		{"a directive", graphtest.Pairs("yaml_body", "%YAML 1.1\n---\nkind: Ingress\n"), nil, ""},
		{"marks in a text", graphtest.Pairs("yaml_body", "kind: ConfigMap\ndata:\n  a: |\n    x\n    ---\n    kind: Ingress\n"), nil, ""},
		{"a byte order mark and carriage returns", graphtest.Pairs("yaml_body", "\ufeffkind: Ingress\r\nspec: {}\r\n"), nil, ""},
		{"empty", graphtest.Pairs("yaml_body", ""), nil, ""},
		{"comments", graphtest.Pairs("yaml_body", "---\n# nothing\n---\n"), nil, ""},
		{"not set", nil, nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := graphtest.Build(t, "kubectl_manifest.x", test.args, nil)
			if test.args == nil && test.reason != "" {
				r = graphtest.Build(t, "kubernetes_manifest.x", graphtest.Pairs("manifest", "kind: Service\n"), nil)
			}
			var kinds []string
			reason := ""
			for _, u := range kube.UnreadManifests(graph.New([]*graph.Resource{r})) {
				kinds, reason = u.Kinds, u.Reason
			}
			if diff := cmp.Diff(test.kinds, kinds); diff != "" || reason != test.reason {
				t.Errorf("reason %q, want %q; kinds (-want +got) %s", reason, test.reason, diff)
			}
		})
	}
}

// What cannot be read is a subject of the controls that check its kind, or, of
// any kind, of all that read manifests. No word of the text is in a message.
func TestUnreadIsNoSilence(t *testing.T) {
	const broken = "\nsecret-word: {}\nsecret-word: {}\n"
	tests := map[string][]string{
		"kind: Ingress":            {"load-balancer-tls"},
		"kind: Service":            {"load-balancer-tls"},
		"kind: Deployment":         {"approved-registries"},
		"kind: Workflow":           {"approved-registries"},
		"kind: RoleBinding":        {"dedicated-service-accounts"},
		"kind: ClusterRoleBinding": {"dedicated-service-accounts"},
		"kind: ConfigMap":          {"dedicated-service-accounts", "ecr-node-access", "network-policy"},
		"kind: NodeClass":          {"approved-registries", "dedicated-service-accounts", "ecr-node-access", "private-nodes"},
		"kind: Installation":       {"approved-registries", "network-policy"},
		"kind: Namespace":          nil,
		"kind: List":               {"approved-registries", "dedicated-service-accounts", "ecr-node-access", "load-balancer-tls", "network-policy", "private-nodes"},
		"# kind: Namespace":        {"approved-registries", "dedicated-service-accounts", "ecr-node-access", "load-balancer-tls", "network-policy", "private-nodes"},
	}
	cluster := graphtest.Build(t, "aws_eks_cluster.c", graphtest.Pairs("name", "c"), nil)
	addon := graphtest.Build(t, "aws_eks_addon.cni", graphtest.Pairs("cluster_name", "c", "addon_name", "vpc-cni"), nil)
	for kind, want := range tests {
		t.Run(kind, func(t *testing.T) {
			g := graph.New([]*graph.Resource{cluster, addon, graphtest.Build(t, "kubectl_manifest.x", graphtest.Pairs("yaml_body", kind+broken), nil)})
			var said []string
			for _, e := range Table() {
				for _, v := range e.Evaluate(control.Input{Graph: g}) {
					if v.Decider.Resource() == nil || v.Decider.Resource().Type != kube.KubectlManifestType {
						continue
					}
					said = append(said, e.Key)
					if v.Status != "unknown" || strings.Contains(v.Message, "secret-word") || !strings.Contains(v.Message, "on its line 3") {
						t.Errorf("%s: %s: %s", e.Key, v.Status, v.Message)
					}
				}
			}
			slices.Sort(said)
			if diff := cmp.Diff(want, slices.Compact(said)); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

// The values of a release that cannot be read may ask for a load balancer, and
// may name images: whatever the chart is.
func TestUnreadValues(t *testing.T) {
	tests := []struct {
		name  string
		args  graphtest.Args
		wants string // of the load balancer, "" for nothing
	}{
		{"a key twice", graphtest.HelmValues("a: 1\na: 2\n"), "values[0] cannot be read: a key stands twice in it, on its line 2"},
		{"no mapping", graphtest.HelmValues("a: 1", "- a"), "values[1] cannot be read: expected a mapping at its top"},
		{"a template", graphtest.HelmValues("a: {{ .b }}\n"), "values[0] cannot be read: a mapping stands as a key in it, as in a template that was not rendered, on its line 1"},
		{"empty", graphtest.HelmValues("# none\n"), ""},
		{"read", graphtest.HelmValues("a: 1\nb: 2\n"), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.args["chart"] = cty.StringVal("app")
			message := ""
			for _, v := range tls.ReleaseTLS(graphtest.HelmRelease(t, test.args)) {
				message = v.Message
			}
			if message != test.wants {
				t.Errorf("got %q, want %q", message, test.wants)
			}
			g := graph.New([]*graph.Resource{graphtest.HelmRelease(t, test.args)})
			verdicts := approvedRegistries().Evaluate(control.Input{Graph: g})
			found := slices.ContainsFunc(verdicts, func(v control.Verdict) bool { return v.Status == "unknown" && v.Message == test.wants })
			if len(verdicts) == 0 || found != (test.wants != "") {
				t.Errorf("images: %v", verdicts)
			}
		})
	}
}
