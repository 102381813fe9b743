package controls

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/tls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// User and password are credentials wherever an address holds them, and change no
// verdict: the name is what comes after the @.
func TestLoginsAreNoNames(t *testing.T) {
	pod := func(images ...string) *graph.Resource {
		var containers []cty.Value
		for _, image := range images {
			containers = append(containers, graphtest.Object("image", cty.StringVal(image)))
		}
		return graphtest.Build(t, "kubernetes_pod.x", graphtest.Pairs("spec", graphtest.One(graphtest.Object("container", cty.TupleVal(containers)))), nil)
	}
	cache := func(url string) *graph.Resource {
		return graphtest.Build(t, "aws_ecr_pull_through_cache_rule.x", graphtest.Pairs("upstream_registry_url", url), nil)
	}
	release := func(repository, chart, image string) *graph.Resource {
		return graphtest.Build(t, "helm_release.x", graphtest.Pairs("repository", repository, "chart", chart,
			"values", cty.TupleVal([]cty.Value{cty.StringVal("image: " + image)})), nil)
	}
	const good, bad = "hub.example.com", "evil.example.com"
	tests := []struct {
		name     string
		resource *graph.Resource
		want     finding.Status
	}{
		{"cache", cache("robot:hidden-word@" + good), finding.Pass},
		{"cache with a URL", cache("https://robot:hidden-word@" + good + "/?x=hidden-word"), finding.Pass},
		{"another cache", cache("robot:hidden-word@" + bad), finding.Fail},
		{"a cache that is called like a user", cache(good + ":hidden-word@" + bad), finding.Fail},
		{"a cache whose password has a slash", cache("https://robot:hidden/word@" + good), finding.Manual},
		{"a cache whose password has a hash", cache("robot:hidden#word@" + good), finding.Manual},
		{"image", pod("robot:hidden-word@" + good + "/app:1"), finding.Pass},
		{"another image", pod("hidden-word@" + bad + "/app:1"), finding.Fail},
		{"two images", pod("robot:hidden-word@"+bad+"/a", "hidden-word@"+bad+"/b", "https://hidden-word@"+bad+"/c"), finding.Fail},
		{"no image", pod("https://robot:hidden-word@" + good + "/app"), finding.Manual},
		{"an image without a scheme", pod("//robot:hidden-word@" + good + "/app"), finding.Manual},
		{"a password with a slash", pod("robot:hidden/word@" + good + "/app"), finding.Manual},
		{"charts", release("https://robot:hidden-word@"+good+"/stable?token=hidden-word", "app", good+"/app"), finding.Pass},
		{"other charts", release("https://robot:hidden-word@"+bad+"/stable", "app", good+"/app"), finding.Fail},
		{"a chart", release("", "oci://robot:hidden-word@"+good+"/app", "robot:hidden-word@"+good+"/app"), finding.Pass},
		{"a chart whose password has a slash", release("", "https://"+good+"/word@"+bad+"/app", good+"/app"), finding.Manual},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			verdicts := approvedRegistries().Evaluate(control.Input{
				Graph: graph.New([]*graph.Resource{test.resource}), Settings: setting.Settings{ApprovedRegistries: []string{good}},
			})
			said := fmt.Sprint(verdicts[0].Message, verdicts[0].Evidence)
			if verdicts[0].Status != test.want || strings.Contains(said, "hidden") || strings.Contains(said, "robot") {
				t.Errorf("%s, want %s: %s", verdicts[0].Status, test.want, said)
			}
		})
	}
}

// Which ports a sensitive annotation lists would be told by those that it does not.
func TestPortsAreRedacted(t *testing.T) {
	port := func(number int64, name string) cty.Value {
		return graphtest.Object("port", cty.NumberIntVal(number), "name", cty.StringVal(name))
	}
	said := func(list string) string {
		service := graphtest.Build(t, "kubernetes_service.x", graphtest.Pairs(
			"metadata", graphtest.One(graphtest.Object("annotations", cty.ObjectVal(map[string]cty.Value{
				"service.beta.kubernetes.io/aws-load-balancer-ssl-cert":  cty.StringVal("arn"),
				"service.beta.kubernetes.io/aws-load-balancer-ssl-ports": cty.StringVal(list).Mark(graph.SensitiveMark),
				"kubernetes.io/ingress.class":                            cty.StringVal("alb"),
			}))),
			"spec", graphtest.One(graphtest.Object("type", cty.StringVal("LoadBalancer"), "port", cty.TupleVal([]cty.Value{port(80, "a"), port(81, "b"), port(82, "c")})))), nil)
		v := tls.ServiceTLS(kube.Object{Resource: service, Metadata: service.Block("metadata"), Spec: service.Block("spec")})[0]
		return fmt.Sprint(v.Status, v.Message, v.Evidence)
	}
	if one, two := said("a"), said("b"); one != two || !strings.Contains(one, "not for every port") {
		t.Errorf("%s\nor %s", one, two)
	}
}

// Who holds a policy is named by an argument, and hides with it.
func TestHoldersAreRedacted(t *testing.T) {
	const full = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess"
	secret := func(v cty.Value) cty.Value { return v.Mark(graph.SensitiveMark) }
	name := secret(cty.StringVal("break-glass"))
	for _, r := range []*graph.Resource{
		graphtest.Build(t, "aws_iam_user_policy_attachment.x", graphtest.Pairs("user", name, "policy_arn", full), nil),
		graphtest.Build(t, "aws_iam_group_policy_attachment.x", graphtest.Pairs("group", name, "policy_arn", full), nil),
		graphtest.Build(t, "aws_iam_policy_attachment.x", graphtest.Pairs("users", cty.TupleVal([]cty.Value{name}), "policy_arn", full), nil),
		graphtest.Build(t, "aws_iam_policy_attachment.y", graphtest.Pairs("roles", secret(cty.TupleVal([]cty.Value{cty.StringVal("break-glass")})), "policy_arn", full), nil),
	} {
		for _, v := range ecrUserAccess().Evaluate(control.Input{Graph: graph.New([]*graph.Resource{r})}) {
			if v.Status != finding.Fail || !strings.Contains(v.Message, finding.Redacted) || strings.Contains(fmt.Sprint(v.Message, v.Evidence, v.Assumes), "break-glass") {
				t.Errorf("%s: %s", v.Status, v.Message)
			}
		}
	}
}
