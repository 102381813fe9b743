package controls

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// trustOf is a trust policy for accounts of an issuer, with a condition.
func trustOf(provider, condition string) string {
	return `{"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": "` +
		provider + `"}, "Condition": ` + condition + `}]}`
}

const (
	knownIssuer = "oidc.eks.eu-central-1.amazonaws.com/id/A"
	providerARN = "arn:aws:iam::111122223333:oidc-provider/" + knownIssuer
	githubARN   = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
	dedicated   = `{"StringEquals": {"oidc:sub": "system:serviceaccount:app:web"}}`
	anyAccount  = `{"StringLike": {"oidc:sub": "system:serviceaccount:app:*"}}`
	noSubject   = `{"StringEquals": {"oidc:aud": "sts.amazonaws.com"}}`
)

// identityOf is a cluster's identity, with its issuer.
func clusterIdentity(issuer cty.Value) cty.Value {
	block := func(name string, v cty.Value) cty.Value {
		return cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{name: v})})
	}
	return block("oidc", block("issuer", issuer))
}

// judged lists what an evaluator says: status, subject, and the cluster when it
// is not the subject.
func judged(e control.Evaluator, resources ...*graph.Resource) []string {
	var lines []string
	for _, v := range e.Evaluate(control.Input{Graph: graph.New(resources)}) {
		line := string(v.Status) + " " + v.Subject.Address.Name
		if v.Cluster != nil && v.Cluster != v.Subject {
			line += " in " + v.Cluster.Address.Name
		}
		if len(v.Assumes) > 0 {
			line += ", assumed"
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

func TestAccountTrusts(t *testing.T) {
	type from = map[string]graph.Origins
	one := graphtest.Build(t, "aws_eks_cluster.one", graphtest.Pairs("name", "one", "identity", clusterIdentity(cty.StringVal("https://"+knownIssuer))), nil)
	two := graphtest.Build(t, "aws_eks_cluster.two", graphtest.Pairs("name", "two", "identity", clusterIdentity(graphtest.UnknownText())), nil)
	provider := graphtest.Build(t, "aws_iam_openid_connect_provider.one", graphtest.Pairs("arn", providerARN, "url", "https://"+knownIssuer), nil)
	ofTwo := graphtest.Sourced(t, "aws_iam_openid_connect_provider.two", from{"url": graphtest.RefersTo("identity", two)}, graphtest.Pairs("arn", graphtest.UnknownText()))
	ofEither := graphtest.Sourced(t, "aws_iam_openid_connect_provider.either", from{"url": graphtest.RefersTo("identity", one, two)}, nil)
	ofOne := graphtest.Sourced(t, "aws_iam_openid_connect_provider.first", from{"url": graphtest.RefersTo("identity", one)}, graphtest.Pairs("arn", graphtest.UnknownText()))
	ofPerhapsTwo := graphtest.Sourced(t, "aws_iam_openid_connect_provider.perhaps",
		from{"url": {Refs: graphtest.RefersTo("identity", two).Refs, Unresolved: []string{"each.value"}}}, nil)
	ofNobodyLast := graphtest.Sourced(t, "aws_iam_openid_connect_provider.zero", from{"url": {Unresolved: []string{"each.value"}}}, nil)
	knownGithub := graphtest.Build(t, "aws_iam_openid_connect_provider.known", graphtest.Pairs("arn", githubARN, "url", "token.actions.githubusercontent.com"), nil)
	ofNobody := graphtest.Sourced(t, "aws_iam_openid_connect_provider.nobody", from{"url": {Unresolved: []string{"each.value"}}}, nil)
	github := graphtest.Build(t, "aws_iam_openid_connect_provider.github", graphtest.Pairs("arn", graphtest.UnknownText(), "url", "https://token.actions.githubusercontent.com"), nil)
	role := func(trust string) *graph.Resource {
		return graphtest.Build(t, "aws_iam_role.app", graphtest.Pairs("assume_role_policy", trust), nil)
	}
	// deferred is a role whose trust policy waits for the provider's ARN.
	deferred := func(condition cty.Value, provider graph.Origins, more ...cty.Value) []*graph.Resource {
		statement := cty.ObjectVal(map[string]cty.Value{
			"actions": graphtest.Texts("sts:AssumeRoleWithWebIdentity"),
			"principals": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
				"type": cty.StringVal("Federated"), "identifiers": cty.TupleVal([]cty.Value{graphtest.UnknownText()}),
			})}),
			"condition": condition,
		})
		data := graphtest.Build(t, "data.aws_iam_policy_document.trust",
			graphtest.Pairs("json", graphtest.UnknownText(), "statement", cty.TupleVal(append([]cty.Value{statement}, more...))), from{"statement": provider})
		return []*graph.Resource{data, graphtest.Sourced(t, "aws_iam_role.app", from{"assume_role_policy": graphtest.RefersTo("json", data)}, nil)}
	}
	onSubject := func(value string) cty.Value {
		return cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
			"test": cty.StringVal("StringLike"), "variable": graphtest.UnknownText(), "values": graphtest.Texts(value),
		})})
	}
	unresolved := graph.Origins{Unresolved: []string{"each.value"}}
	manual := []string{"manual one", "manual two"}
	federated := func(identifiers cty.Value) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{
			"actions":    graphtest.Texts("sts:AssumeRoleWithWebIdentity"),
			"principals": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"type": cty.StringVal("Federated"), "identifiers": identifiers})}),
		})
	}
	again := cty.ObjectVal(map[string]cty.Value{"actions": graphtest.Texts("sts:TagSession"), "principals": federated(cty.TupleVal([]cty.Value{graphtest.UnknownText()})).GetAttr("principals")})
	beside := graphtest.Build(t, "data.aws_iam_policy_document.beside", graphtest.Pairs("json", graphtest.UnknownText(), "statement",
		cty.TupleVal([]cty.Value{federated(cty.TupleVal([]cty.Value{cty.StringVal(githubARN), graphtest.UnknownText()}))})), from{"statement": graphtest.RefersTo("arn", ofTwo)})
	open := graphtest.Build(t, "data.aws_iam_policy_document.open",
		graphtest.Pairs("json", graphtest.UnknownText(), "statement", cty.TupleVal([]cty.Value{federated(cty.UnknownVal(cty.List(cty.String)))})), from{"statement": graphtest.RefersTo("arn", ofTwo)})

	tests := []struct {
		name      string
		resources []*graph.Resource
		want      []string
	}{
		{"dedicated", []*graph.Resource{provider, role(trustOf(providerARN, dedicated))}, []string{"manual two", "pass one"}},
		{"dedicated, and no provider", []*graph.Resource{role(trustOf(providerARN, dedicated))}, manual},
		{"any account", []*graph.Resource{provider, role(trustOf(providerARN, anyAccount))}, []string{"fail app in one", "fail one", "manual two"}},
		{"any account, by the provider's url alone", []*graph.Resource{role(trustOf(providerARN, anyAccount))}, []string{"fail app in one", "fail one", "manual two"}},
		{"any account of another plan's cluster", []*graph.Resource{
			role(trustOf("arn:aws:iam::111122223333:oidc-provider/oidc-eks.eu-central-1.api.aws/id/B", noSubject)),
		}, []string{"fail app", "manual one", "manual two"}},
		{"another issuer", []*graph.Resource{role(trustOf(githubARN, noSubject))}, manual},
		{"another issuer of the plan", append(deferred(cty.EmptyTupleVal, graphtest.RefersTo("arn", github)), github), manual},
		{"no EKS, and no provider", []*graph.Resource{role(trustOf("accounts.google.com", noSubject))}, manual},
		{"no statement for web identities", []*graph.Resource{role(`{"Statement": []}`)}, manual},
		{"deferred", append(deferred(onSubject("system:serviceaccount:app:web"), graphtest.RefersTo("arn", ofTwo)), ofTwo), []string{"manual one", "pass two, assumed"}},
		{"deferred, any account", append(deferred(onSubject("system:serviceaccount:*"), graphtest.RefersTo("arn", ofTwo)), ofTwo),
			[]string{"fail app in two, assumed", "fail two, assumed", "manual one"}},
		{"deferred, nothing on the subject", append(deferred(cty.EmptyTupleVal, graphtest.RefersTo("arn", ofTwo)), ofTwo),
			[]string{"fail app in two", "fail two", "manual one"}},
		{"deferred, of one cluster or the other", append(deferred(onSubject("system:serviceaccount:app:web"), graphtest.RefersTo("arn", ofEither)), ofEither),
			[]string{"unknown one", "unknown two"}},
		{"deferred, of a provider that cannot be told", append(deferred(onSubject("system:serviceaccount:app:web"), unresolved), ofTwo),
			[]string{"manual one", "unknown two"}},
		{"deferred, any account of a provider that cannot be told", append(deferred(onSubject("system:serviceaccount:*"), unresolved), ofTwo),
			[]string{"fail app in one, assumed", "fail app in two, assumed", "fail one, assumed", "fail two, assumed"}},
		{"deferred, nothing on the subject of a token that cannot be told", deferred(cty.EmptyTupleVal, unresolved),
			[]string{"unknown app in one", "unknown app in two", "unknown one", "unknown two"}},
		{"deferred, of nobody's provider", append(deferred(onSubject("system:serviceaccount:app:web"), graphtest.RefersTo("arn", ofNobody)), ofNobody),
			[]string{"unknown one", "unknown two"}},
		{"deferred, two statements", append(deferred(onSubject("system:serviceaccount:app:web"), graphtest.RefersTo("arn", ofTwo), again), ofTwo), []string{"manual one", "pass two, assumed"}},
		{"deferred, of one provider or another issuer's", append(deferred(onSubject("system:serviceaccount:app:web"), graphtest.RefersTo("arn", ofTwo, github)), ofTwo, github),
			[]string{"manual one", "unknown two"}},
		{"deferred, any account of one provider or another issuer's", append(deferred(cty.EmptyTupleVal, graphtest.RefersTo("arn", ofTwo, github)), ofTwo, github),
			[]string{"manual one", "unknown app in two", "unknown two"}},
		{"deferred, one of several providers, one of them unknown", append(deferred(cty.EmptyTupleVal, graphtest.RefersTo("arn", ofTwo, ofNobody)), ofTwo, ofNobody),
			[]string{"unknown app in one", "unknown app in two", "unknown one", "unknown two"}},
		{"deferred, one of several providers, the last of them unknown", append(deferred(cty.EmptyTupleVal, graphtest.RefersTo("arn", ofTwo, ofNobodyLast)), ofTwo, ofNobodyLast),
			[]string{"unknown app in one", "unknown app in two", "unknown one", "unknown two"}},
		{"deferred, of one of two providers", append(deferred(onSubject("system:serviceaccount:app:web"), graphtest.RefersTo("arn", ofOne, ofTwo)), ofOne, ofTwo),
			[]string{"unknown one", "unknown two"}},
		{"deferred, nothing on the subject, of one of two providers", append(deferred(cty.EmptyTupleVal, graphtest.RefersTo("arn", ofOne, ofTwo)), ofOne, ofTwo),
			[]string{"fail app in one", "fail app in two", "fail one", "fail two"}},
		{"deferred, of perhaps a cluster's provider", append(deferred(onSubject("system:serviceaccount:app:web"), graphtest.RefersTo("arn", ofPerhapsTwo)), ofPerhapsTwo),
			[]string{"manual one", "unknown two"}},
		{"deferred, beside another issuer by its ARN", []*graph.Resource{graphtest.Sourced(t, "aws_iam_role.app", from{"assume_role_policy": graphtest.RefersTo("json", beside)}, nil), beside, ofTwo, knownGithub},
			[]string{"fail app in two", "fail two", "manual one"}},
		{"one of two policies", []*graph.Resource{graphtest.Sourced(t, "aws_iam_role.app", from{"assume_role_policy": graphtest.RefersTo("json", beside, open)}, nil), beside, open, ofTwo, knownGithub},
			[]string{"manual one", "unknown app in two", "unknown app in two", "unknown two"}},
		{"open in its providers", []*graph.Resource{graphtest.Sourced(t, "aws_iam_role.app", from{"assume_role_policy": graphtest.RefersTo("json", open)}, nil), open, ofTwo},
			[]string{"fail app in two", "fail two", "manual one"}},
		{"any account of two clusters", []*graph.Resource{role(`{"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": ["` +
			providerARN + `", "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/B"]}}]}`)},
			[]string{"fail app", "fail app in one", "fail one", "manual two"}},
		{"a policy of other statements, and what else it has is not known", append(deferred(onSubject("system:serviceaccount:app:web"), graphtest.RefersTo("arn", ofTwo), cty.DynamicVal), ofTwo),
			[]string{"manual one", "unknown app in two", "unknown two"}},
		{"nothing known of the policy", []*graph.Resource{ofTwo, graphtest.Sourced(t, "aws_iam_role.app", from{"assume_role_policy": graphtest.RefersTo("arn", ofTwo)}, nil)},
			[]string{"manual one", "unknown app in two", "unknown two"}},
		{"nothing known of the policy or its issuer", []*graph.Resource{graphtest.Sourced(t, "aws_iam_role.app", from{"assume_role_policy": unresolved}, nil)},
			[]string{"unknown app in one", "unknown app in two", "unknown one", "unknown two"}},
		{"nothing known of the policy but another issuer", []*graph.Resource{github, graphtest.Sourced(t, "aws_iam_role.app", from{"assume_role_policy": graphtest.RefersTo("arn", github)}, nil)}, manual},
		{"two providers", []*graph.Resource{provider, ofTwo, role(`{"Statement": [{"Effect": "Allow", "Action": "sts:*", "Principal": {"Federated": ["` +
			githubARN + `", "` + providerARN + `"]}, "Condition": ` + anyAccount + `}]}`)}, []string{"fail app in one", "fail one", "manual two"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := judged(dedicatedServiceAccounts(), append([]*graph.Resource{one, two}, test.resources...)...)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}

	// What a dynamic block refers to is only known of the whole plan.
	for name, test := range map[string]struct {
		provider graph.Origins
		want     []string
	}{
		"a dynamic block":              {graph.Origins{Hidden: true}, []string{"manual one", "pass two"}},
		"a dynamic block, and more":    {graph.Origins{Hidden: true, Refs: graphtest.RefersTo("arn", ofOne).Refs}, []string{"pass one", "manual two"}},
		"what no dynamic block writes": {unresolved, []string{"unknown one", "unknown two"}},
	} {
		t.Run(name, func(t *testing.T) {
			g := graph.New(append(deferred(onSubject("system:serviceaccount:app:web"), test.provider), one, two, ofOne, ofTwo, github))
			g.SetRelevant([]graph.Ref{{Resource: ofTwo, Attr: "arn", Path: "arn"}})
			var got []string
			for _, v := range dedicatedServiceAccounts().Evaluate(control.Input{Graph: g}) {
				got = append(got, string(v.Status)+" "+v.Subject.Address.Name)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}
}

// The values of a sensitive trust policy are nobody's to read.
func TestSensitiveTrust(t *testing.T) {
	cluster := graphtest.Build(t, "aws_eks_cluster.one", graphtest.Pairs("name", "one"), nil)
	trust := cty.StringVal(trustOf(providerARN, anyAccount)).Mark(graph.SensitiveMark)
	role := graphtest.Build(t, "aws_iam_role.app", graphtest.Pairs("assume_role_policy", trust), nil)
	verdicts := dedicatedServiceAccounts().Evaluate(control.Input{Graph: graph.New([]*graph.Resource{cluster, role})})
	if len(verdicts) == 0 || verdicts[0].Status != finding.Fail {
		t.Fatalf("expected the role to fail, got %v", verdicts)
	}
	for _, v := range verdicts {
		if strings.Contains(v.Message, "app:*") {
			t.Errorf("%s: a sensitive value is in the message", v.Message)
		}
	}
}

// Where there are too many clusters to say it of each, what may be any cluster's
// leaves each in doubt.
func TestTooManyClusters(t *testing.T) {
	resources := []*graph.Resource{
		graphtest.Build(t, "kubernetes_role_binding.b", graphtest.Pairs("subject", cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
			"kind": cty.StringVal("ServiceAccount"), "name": cty.StringVal("default"),
		})})), nil),
	}
	const many = 51
	for i := range many {
		resources = append(resources, graphtest.Build(t, "aws_eks_cluster.c["+strconv.Itoa(i)+"]", graphtest.Pairs("name", "c"+strconv.Itoa(i)), nil))
	}
	counts := map[finding.Status]int{}
	for _, v := range dedicatedServiceAccounts().Evaluate(control.Input{Graph: graph.New(resources)}) {
		counts[v.Status]++
	}
	if diff := cmp.Diff(map[finding.Status]int{finding.Fail: 1, finding.Unknown: many}, counts); diff != "" {
		t.Errorf("verdicts by status (-want +got):\n%s", diff)
	}
}

func TestSharedSubjects(t *testing.T) {
	subject := func(kind, name cty.Value) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{"kind": kind, "name": name})
	}
	text := cty.StringVal
	tests := []struct {
		name     string
		subjects []cty.Value
		want     string
	}{
		{"default account", []cty.Value{subject(text("ServiceAccount"), text("default"))}, "fail"},
		{"dedicated account", []cty.Value{subject(text("ServiceAccount"), text("web"))}, ""},
		{"account called like the group", []cty.Value{subject(text("ServiceAccount"), text("system:serviceaccounts"))}, ""},
		{"all accounts", []cty.Value{subject(text("Group"), text("system:serviceaccounts"))}, "fail"},
		{"all accounts of a namespace", []cty.Value{subject(text("Group"), text("system:serviceaccounts:app"))}, "fail"},
		{"another group", []cty.Value{subject(text("Group"), text("default"))}, ""},
		{"default account as a user", []cty.Value{subject(text("User"), text("system:serviceaccount:app:default"))}, "fail"},
		{"dedicated account as a user", []cty.Value{subject(text("User"), text("system:serviceaccount:app:web"))}, ""},
		{"another user", []cty.Value{subject(text("User"), text("a:b:c:default"))}, ""},
		{"user called default", []cty.Value{subject(text("User"), text("default"))}, ""},
		{"unknown account", []cty.Value{subject(text("ServiceAccount"), graphtest.UnknownText())}, "unknown"},
		{"unknown group", []cty.Value{subject(text("Group"), graphtest.UnknownText())}, "unknown"},
		{"unknown user", []cty.Value{subject(text("User"), graphtest.UnknownText())}, ""},
		{"another kind", []cty.Value{subject(text("Node"), text("system:serviceaccounts"))}, ""},
		{"nothing known", []cty.Value{cty.DynamicVal}, "unknown"},
		{"unknown, then default", []cty.Value{subject(text("Group"), graphtest.UnknownText()), subject(text("ServiceAccount"), text("default"))}, "fail"},
		{"unknown, then dedicated", []cty.Value{subject(text("Group"), graphtest.UnknownText()), subject(text("ServiceAccount"), text("web"))}, "unknown"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			binding := graphtest.Build(t, "kubernetes_role_binding.a", graphtest.Pairs("subject", cty.TupleVal(test.subjects)), nil)
			got := strings.Join(said(kube.SharedBindings(graph.New([]*graph.Resource{binding}))), ", ")
			got, _, _ = strings.Cut(got, " a subject")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("verdict (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("in documents", func(t *testing.T) {
		g := applied(t, `{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, subjects: [{kind: ServiceAccount, name: default}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, subjects: [{kind: Group, name: "system:serviceaccounts"}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, subjects: [{kind: ServiceAccount, name: default}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, subjects: [{kind: ServiceAccount, name: web}]}
---
{apiVersion: v1, kind: RoleBinding, subjects: [{kind: ServiceAccount, name: default}]}
`)
		want := []string{"fail m0 subjects[0].name", "fail m1 subjects[0].name"}
		if diff := cmp.Diff(want, said(kube.SharedBindings(g))); diff != "" {
			t.Errorf("verdicts (-want +got):\n%s", diff)
		}
	})
}
