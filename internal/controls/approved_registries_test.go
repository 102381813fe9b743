package controls

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

const ownImage = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:v1"

// judgeImages evaluates beside what makes 111122223333 the plan's own account.
func judgeImages(t *testing.T, approved []string, resources ...*graph.Resource) []string {
	t.Helper()
	identity := graphtest.Build(t, "data.aws_caller_identity.x", graphtest.Pairs("account_id", "111122223333"), nil)
	g := graph.New(append(resources, identity))
	return said(approvedRegistries().Evaluate(control.Input{Graph: g, Settings: setting.Settings{ApprovedRegistries: approved}}))
}

func TestImagesOfObjects(t *testing.T) {
	pod := func(lists string) string { return "{spec: {" + lists + "}}" }
	tests := []struct {
		name, Document string
		want           string
	}{
		{"a pod", "{kind: Pod, spec: {containers: [{image: nginx}]}}", "manual m0 spec.containers[0].image"},
		{"the account's own", "{kind: Pod, spec: {containers: [{image: " + ownImage + "}]}}", "pass m0 spec.containers[0].image"},
		{"a deployment", "{kind: Deployment, spec: {template: " + pod("containers: [{image: nginx}]") + "}}", "manual m0 spec.template.spec.containers[0].image"},
		{"a cron job", "{kind: CronJob, spec: {jobTemplate: {spec: {template: " + pod("containers: [{image: nginx}]") + "}}}}",
			"manual m0 spec.jobTemplate.spec.template.spec.containers[0].image"},
		{"an init container", "{kind: Pod, spec: {initContainers: [{image: nginx}], containers: [{image: " + ownImage + "}]}}", "manual m0 spec.initContainers[0].image"},
		{"an ephemeral container", "{kind: Pod, spec: {ephemeralContainers: [{image: nginx}], containers: [{image: " + ownImage + "}]}}", "manual m0 spec.ephemeralContainers[0].image"},
		{"an image left out", "{kind: Pod, spec: {containers: [{name: x}]}}", ""},
		{"no image", "{kind: Pod, spec: {containers: [{image: 'UPPER CASE'}]}}", "manual m0 spec.containers[0].image"},
		{"another kind", "{kind: ConfigMap, data: {image: nginx}}", ""},
		{"another kind with a pod in it", "{kind: Rollout, spec: {a: [{template: " + pod("containers: [{image: nginx}]") + "}]}}", "manual m0 spec.a[0].template.spec.containers[0].image"},
		{"another kind with other containers", "{kind: Rollout, spec: {template: " + pod("initContainers: [{image: nginx}], ephemeralContainers: [{image: nginx}]") + "}}",
			"manual m0 spec.template.spec.initContainers[0].image"},
		{"another kind with an ephemeral container", "{kind: Rollout, spec: " + pod("ephemeralContainers: [{image: nginx}]") + "}", "manual m0 spec.spec.ephemeralContainers[0].image"},
		{"a schema of containers", "{kind: CustomResourceDefinition, spec: {properties: {containers: {type: array}}}}", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := judgeImages(t, nil, graphtest.Build(t, "kubectl_manifest.m0", graphtest.Pairs("yaml_body", test.Document), nil))
			if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestImagesOfResources(t *testing.T) {
	containers := func(images ...cty.Value) cty.Value {
		var list []cty.Value
		for _, image := range images {
			list = append(list, graphtest.Object("image", image))
		}
		return cty.TupleVal(list)
	}
	nginx, own := cty.StringVal("nginx"), cty.StringVal(ownImage)
	pod := func(v cty.Value) cty.Value { return graphtest.One(graphtest.Object("container", v)) }
	template := func(v cty.Value) cty.Value {
		return graphtest.One(graphtest.Object("template", graphtest.One(graphtest.Object("spec", pod(v)))))
	}
	cron := func(v cty.Value) cty.Value {
		return graphtest.One(graphtest.Object("job_template", graphtest.One(graphtest.Object("spec", template(v)))))
	}
	tests := []struct {
		name, address string
		args          map[string]cty.Value
		approved      []string
		want          string
	}{
		{"a pod", "kubernetes_pod_v1.x", graphtest.Pairs("spec", pod(containers(nginx))), nil, "manual x spec[0].container[0].image"},
		{"a deployment", "kubernetes_deployment.x", graphtest.Pairs("spec", template(containers(nginx))), nil, "manual x spec[0].template[0].spec[0].container[0].image"},
		{"a cron job", "kubernetes_cron_job_v1.x", graphtest.Pairs("spec", cron(containers(nginx))), nil, "manual x spec[0].job_template[0].spec[0].template[0].spec[0].container[0].image"},
		{"an init container", "kubernetes_pod.x", graphtest.Pairs("spec", graphtest.One(graphtest.Object("container", containers(own), "init_container", containers(nginx)))), nil, "manual x spec[0].init_container[0].image"},
		{"one that is not known", "kubernetes_pod.x", graphtest.Pairs("spec", pod(containers(own, graphtest.UnknownText()))), nil, "unknown x spec[0].container[1].image"},
		{"one that is not known beside one that fails", "kubernetes_pod.x", graphtest.Pairs("spec", pod(containers(graphtest.UnknownText(), nginx))), []string{"quay.io"}, "fail x spec[0].container[1].image"},
		{"all not known", "kubernetes_pod.x", graphtest.Pairs("spec", cty.DynamicVal), nil, "unknown x spec.container.image"},
		{"approved", "kubernetes_pod.x", graphtest.Pairs("spec", pod(containers(nginx))), []string{"docker.io/library/*"}, "pass x spec[0].container[0].image"},
		{"the account's own, and not listed", "kubernetes_pod.x", graphtest.Pairs("spec", pod(containers(own))), []string{"docker.io/library/*"}, "fail x spec[0].container[0].image"},
		{"a cache of a part that is not known", "aws_ecr_pull_through_cache_rule.x",
			graphtest.Pairs("upstream_registry_url", "quay.io", "upstream_repository_prefix", graphtest.UnknownText()), []string{"quay.io/team/*"}, "unknown x upstream_repository_prefix"},
		{"a cache of a part that is not known, of a registry approved whole", "aws_ecr_pull_through_cache_rule.x",
			graphtest.Pairs("upstream_registry_url", "quay.io", "upstream_repository_prefix", graphtest.UnknownText()), []string{"quay.io/*"}, "pass x upstream_registry_url"},
		{"a cache of a part that is not known, of another registry", "aws_ecr_pull_through_cache_rule.x",
			graphtest.Pairs("upstream_registry_url", "quay.io", "upstream_repository_prefix", graphtest.UnknownText()), []string{"docker.io/*"}, "fail x upstream_registry_url"},
		{"a cache of Docker Hub", "aws_ecr_pull_through_cache_rule.x", graphtest.Pairs("upstream_registry_url", "registry-1.docker.io"), []string{"docker.io/*"}, "pass x upstream_registry_url"},
		{"a cache of all that is approved in part", "aws_ecr_pull_through_cache_rule.x", graphtest.Pairs("upstream_registry_url", "registry-1.docker.io"), []string{"docker.io/library/*"}, "fail x upstream_registry_url"},
		{"a cache of a part", "aws_ecr_pull_through_cache_rule.x", graphtest.Pairs("upstream_registry_url", "quay.io", "upstream_repository_prefix", "team"), []string{"quay.io/team/*"}, "pass x upstream_registry_url"},
		{"a cache of another part", "aws_ecr_pull_through_cache_rule.x", graphtest.Pairs("upstream_registry_url", "quay.io", "upstream_repository_prefix", "other"), []string{"quay.io/team/*"}, "fail x upstream_registry_url"},
		{"a cache of the root", "aws_ecr_pull_through_cache_rule.x", graphtest.Pairs("upstream_registry_url", "quay.io", "upstream_repository_prefix", "ROOT"), []string{"quay.io/ROOT/*"}, "fail x upstream_registry_url"},
		{"a cache with an empty prefix", "aws_ecr_pull_through_cache_rule.x", graphtest.Pairs("upstream_registry_url", "quay.io", "upstream_repository_prefix", ""), []string{"quay.io"}, "pass x upstream_registry_url"},
		{"a cache of a URL", "aws_ecr_pull_through_cache_rule.x", graphtest.Pairs("upstream_registry_url", "https://quay.io/"), []string{"quay.io"}, "pass x upstream_registry_url"},
		{"a cache of the account's own", "aws_ecr_pull_through_cache_rule.x", graphtest.Pairs("upstream_registry_url", "111122223333.dkr.ecr.us-east-1.amazonaws.com"), nil, "pass x upstream_registry_url"},
		{"a cache of what is not known", "aws_ecr_pull_through_cache_rule.x", graphtest.Pairs("upstream_registry_url", graphtest.UnknownText()), nil, "unknown x upstream_registry_url"},
		{"a cache without the setting", "aws_ecr_pull_through_cache_rule.x", graphtest.Pairs("upstream_registry_url", "quay.io"), nil, "manual x upstream_registry_url"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := judgeImages(t, test.approved, graphtest.Build(t, test.address, test.args, nil))
			if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestImagesOfReleases(t *testing.T) {
	release := func(repository, chart string, values ...cty.Value) map[string]cty.Value {
		return graphtest.Pairs("repository", repository, "chart", chart, "values", cty.TupleVal(values))
	}
	const charts, ecr = "https://charts.example/stable", "oci://111122223333.dkr.ecr.eu-west-1.amazonaws.com/charts"
	own, other := cty.StringVal("image: "+ownImage), cty.StringVal("image: quay.io/team/app")
	both := []string{"charts.example/stable", "111122223333.dkr.ecr.*.amazonaws.com"}
	tests := []struct {
		name     string
		args     map[string]cty.Value
		approved []string
		want     string
	}{
		{"no setting", release(charts, "app", own), nil, "manual x repository"},
		{"the account's own", release(ecr, "app", own), nil, "pass x repository"},
		{"all approved", release(charts, "app", own), both, "pass x repository"},
		{"the chart by name", release(charts, "app", own), []string{"charts.example/stable/app", both[1]}, "pass x repository"},
		{"another chart by name", release(charts, "app", own), []string{"charts.example/stable/other", both[1]}, "fail x repository"},
		{"another image", release(charts, "app", other), both, "fail x values.image"},
		{"another image beside values that are not known", release(charts, "app", graphtest.UnknownText(), other), both, "fail x values.image"},
		{"no image in the values", release(charts, "app", cty.StringVal("a: b")), both, "manual x values"},
		{"no values", release(charts, "app"), both, "manual x values"},
		{"values that are not known", release(charts, "app", graphtest.UnknownText()), both, "manual x values"},
		{"values that are not known beside an image", release(charts, "app", graphtest.UnknownText(), own), both, "manual x values"},
		{"a local chart", release("", "./app", own), both, "manual x chart"},
		{"a local chart with another image", release("", "./app", other), both, "fail x values.image"},
		{"a chart from who knows where", release("stable", "app", own), both, "manual x repository"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := judgeImages(t, test.approved, graphtest.Build(t, "helm_release.x", test.args, nil))
			if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestImagesAreRedacted(t *testing.T) {
	secret := cty.StringVal("quay.io/secret/app").Mark(graph.SensitiveMark)
	pod := graphtest.Build(t, "kubernetes_pod.x", graphtest.Pairs("spec", graphtest.One(graphtest.Object("container", graphtest.One(graphtest.Object("image", secret))))), nil)
	cache := graphtest.Build(t, "aws_ecr_pull_through_cache_rule.x", graphtest.Pairs("upstream_registry_url", cty.StringVal("secret.example").Mark(graph.SensitiveMark)), nil)
	for _, approved := range [][]string{nil, {"docker.io"}, {"quay.io", "secret.example"}} {
		verdicts := approvedRegistries().Evaluate(control.Input{
			Graph: graph.New([]*graph.Resource{pod, cache}), Settings: setting.Settings{ApprovedRegistries: approved},
		})
		for _, v := range verdicts {
			if strings.Contains(v.Message, "secret") {
				t.Errorf("%q tells a sensitive value", v.Message)
			}
		}
	}
}

func TestOwnAccounts(t *testing.T) {
	provider := graphtest.Drafted{Args: graphtest.Pairs("allowed_account_ids", graphtest.Texts("111122223333"))}.At(graph.Address{Mode: graph.Provider, Type: "aws", Name: "aws"})
	identity := func(account cty.Value) *graph.Resource {
		return graphtest.Build(t, "data.aws_caller_identity.x", graphtest.Pairs("account_id", account), nil)
	}
	pod := graphtest.Build(t, "kubernetes_pod.x", graphtest.Pairs("spec", graphtest.One(graphtest.Object("container", graphtest.One(graphtest.Object("image", ownImage))))), nil)
	tests := []struct {
		name      string
		resources []*graph.Resource
		want      string
	}{
		{"nothing tells", nil, "manual"},
		{"the provider", []*graph.Resource{provider}, "pass"},
		{"the caller", []*graph.Resource{identity(cty.StringVal("111122223333"))}, "pass"},
		{"another caller", []*graph.Resource{identity(cty.StringVal("444455556666"))}, "manual"},
		{"a caller that is not known", []*graph.Resource{identity(graphtest.UnknownText())}, "manual"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := approvedRegistries().Evaluate(control.Input{Graph: graph.New(append(test.resources, pod))})
			if len(got) != 1 || string(got[0].Status) != test.want {
				t.Errorf("got %v, want one that says %s", said(got), test.want)
			}
		})
	}
}

func TestImagesNotKnown(t *testing.T) {
	manifest := func(kind string, spec cty.Value) map[string]cty.Value {
		return graphtest.Pairs("manifest", graphtest.Object("kind", kind, "spec", spec))
	}
	tests := []struct {
		name, address string
		args          map[string]cty.Value
		want          string
	}{
		{"an object", "kubernetes_manifest.x", graphtest.Pairs("manifest", cty.DynamicVal), "unknown x manifest"},
		{"a workload's pod", "kubernetes_manifest.x", manifest("Deployment", graphtest.Object("template", cty.DynamicVal)), "unknown x manifest.spec.template.spec.containers.image"},
		{"an image", "kubernetes_manifest.x", manifest("Pod", graphtest.Object("containers", graphtest.One(graphtest.Object("image", graphtest.UnknownText())))), "unknown x manifest.spec.containers[0].image"},
		{"another kind's field", "kubernetes_manifest.x", manifest("EC2NodeClass", graphtest.Object("role", graphtest.UnknownText())), ""},
		{"another kind's spec", "kubernetes_manifest.x", manifest("EC2NodeClass", cty.DynamicVal), ""},
		{"a workload as the provider knows it", "kubectl_manifest.x", graphtest.Pairs("yaml_body", graphtest.UnknownText(), "kind", "Job"), "unknown x yaml_body.spec.template.spec.containers.image"},
		{"another kind as the provider knows it", "kubectl_manifest.x", graphtest.Pairs("yaml_body", graphtest.UnknownText(), "kind", "ConfigMap"), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, v := range approvedRegistries().Evaluate(control.Input{Graph: graph.New([]*graph.Resource{graphtest.Build(t, test.address, test.args, nil)})}) {
				got = append(got, string(v.Status)+" "+v.Subject.Address.Name+" "+v.Decider.Path())
			}
			if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

// A workload has one verdict, and what else is as bad is evidence.
func TestImagesTogether(t *testing.T) {
	image := func(text string) cty.Value { return graphtest.Object("image", text) }
	pod := graphtest.Build(t, "kubernetes_pod.x", graphtest.Pairs("spec", graphtest.One(graphtest.Object("container", cty.TupleVal([]cty.Value{
		image("docker.io/library/nginx"), image("quay.io/a/b"), image("quay.io/c/d"),
	})))), nil)
	tests := []struct {
		name     string
		approved []string
		want     []string
	}{
		{"two that fail", []string{"docker.io"}, []string{"spec[0].container[2].image"}},
		{"none that fails", []string{"docker.io", "quay.io"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			verdicts := approvedRegistries().Evaluate(control.Input{
				Graph: graph.New([]*graph.Resource{pod}), Settings: setting.Settings{ApprovedRegistries: test.approved},
			})
			var got []string
			for _, e := range verdicts[0].Evidence {
				got = append(got, e.Attribute)
			}
			if diff := cmp.Diff(test.want, got); diff != "" || len(verdicts) != 1 {
				t.Errorf("%d verdicts; evidence (-want +got) %s", len(verdicts), diff)
			}
		})
	}
}

func TestInClusters(t *testing.T) {
	pod := graphtest.Build(t, "kubernetes_pod.x", nil, nil)
	a, b := graphtest.Build(t, "aws_eks_cluster.a", nil, nil), graphtest.Build(t, "aws_eks_cluster.b", nil, nil)
	tests := []struct {
		name   string
		belong eks.Membership
		want   []string
	}{
		{"one", eks.Membership{Clusters: []*graph.Resource{a}, Assumes: []string{"x"}}, []string{"aws_eks_cluster.a x"}},
		{"two", eks.Membership{Clusters: []*graph.Resource{a, b}}, []string{"aws_eks_cluster.a", "aws_eks_cluster.b"}},
		{"none here", eks.Membership{}, []string{""}},
		{"any", eks.Membership{Anywhere: true, Clusters: []*graph.Resource{a}}, []string{""}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, v := range eks.InClusters(control.Pass(pod.Attr("spec"), "fine"), test.belong) {
				line := ""
				if v.Cluster != nil {
					line = v.Cluster.String()
				}
				got = append(got, strings.TrimSpace(line+" "+strings.Join(v.Assumes, " ")))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}
