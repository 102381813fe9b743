package controls

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
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
	one := build(t, "aws_eks_cluster.one", args("name", "one", "identity", clusterIdentity(cty.StringVal("https://"+knownIssuer))), nil)
	two := build(t, "aws_eks_cluster.two", args("name", "two", "identity", clusterIdentity(unknownText())), nil)
	provider := build(t, "aws_iam_openid_connect_provider.one", args("arn", providerARN, "url", "https://"+knownIssuer), nil)
	ofTwo := sourced(t, "aws_iam_openid_connect_provider.two", from{"url": refersTo("identity", two)}, args("arn", unknownText()))
	ofEither := sourced(t, "aws_iam_openid_connect_provider.either", from{"url": refersTo("identity", one, two)}, nil)
	ofOne := sourced(t, "aws_iam_openid_connect_provider.first", from{"url": refersTo("identity", one)}, args("arn", unknownText()))
	ofPerhapsTwo := sourced(t, "aws_iam_openid_connect_provider.perhaps",
		from{"url": {Refs: refersTo("identity", two).Refs, Unresolved: []string{"each.value"}}}, nil)
	ofNobodyLast := sourced(t, "aws_iam_openid_connect_provider.zero", from{"url": {Unresolved: []string{"each.value"}}}, nil)
	knownGithub := build(t, "aws_iam_openid_connect_provider.known", args("arn", githubARN, "url", "token.actions.githubusercontent.com"), nil)
	ofNobody := sourced(t, "aws_iam_openid_connect_provider.nobody", from{"url": {Unresolved: []string{"each.value"}}}, nil)
	github := build(t, "aws_iam_openid_connect_provider.github", args("arn", unknownText(), "url", "https://token.actions.githubusercontent.com"), nil)
	role := func(trust string) *graph.Resource {
		return build(t, "aws_iam_role.app", args("assume_role_policy", trust), nil)
	}
	// deferred is a role whose trust policy waits for the provider's ARN.
	deferred := func(condition cty.Value, provider graph.Origins, more ...cty.Value) []*graph.Resource {
		statement := cty.ObjectVal(map[string]cty.Value{
			"actions": textList("sts:AssumeRoleWithWebIdentity"),
			"principals": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
				"type": cty.StringVal("Federated"), "identifiers": cty.TupleVal([]cty.Value{unknownText()}),
			})}),
			"condition": condition,
		})
		data := build(t, "data.aws_iam_policy_document.trust",
			args("json", unknownText(), "statement", cty.TupleVal(append([]cty.Value{statement}, more...))), from{"statement": provider})
		return []*graph.Resource{data, sourced(t, "aws_iam_role.app", from{"assume_role_policy": refersTo("json", data)}, nil)}
	}
	onSubject := func(value string) cty.Value {
		return cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
			"test": cty.StringVal("StringLike"), "variable": unknownText(), "values": textList(value),
		})})
	}
	unresolved := graph.Origins{Unresolved: []string{"each.value"}}
	manual := []string{"manual one", "manual two"}
	federated := func(identifiers cty.Value) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{
			"actions":    textList("sts:AssumeRoleWithWebIdentity"),
			"principals": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"type": cty.StringVal("Federated"), "identifiers": identifiers})}),
		})
	}
	again := cty.ObjectVal(map[string]cty.Value{"actions": textList("sts:TagSession"), "principals": federated(cty.TupleVal([]cty.Value{unknownText()})).GetAttr("principals")})
	beside := build(t, "data.aws_iam_policy_document.beside", args("json", unknownText(), "statement",
		cty.TupleVal([]cty.Value{federated(cty.TupleVal([]cty.Value{cty.StringVal(githubARN), unknownText()}))})), from{"statement": refersTo("arn", ofTwo)})
	open := build(t, "data.aws_iam_policy_document.open",
		args("json", unknownText(), "statement", cty.TupleVal([]cty.Value{federated(cty.UnknownVal(cty.List(cty.String)))})), from{"statement": refersTo("arn", ofTwo)})

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
		{"another issuer of the plan", append(deferred(cty.EmptyTupleVal, refersTo("arn", github)), github), manual},
		{"no EKS, and no provider", []*graph.Resource{role(trustOf("accounts.google.com", noSubject))}, manual},
		{"no statement for web identities", []*graph.Resource{role(`{"Statement": []}`)}, manual},
		{"deferred", append(deferred(onSubject("system:serviceaccount:app:web"), refersTo("arn", ofTwo)), ofTwo), []string{"manual one", "pass two, assumed"}},
		{"deferred, any account", append(deferred(onSubject("system:serviceaccount:*"), refersTo("arn", ofTwo)), ofTwo),
			[]string{"fail app in two, assumed", "fail two, assumed", "manual one"}},
		{"deferred, nothing on the subject", append(deferred(cty.EmptyTupleVal, refersTo("arn", ofTwo)), ofTwo),
			[]string{"fail app in two", "fail two", "manual one"}},
		{"deferred, of one cluster or the other", append(deferred(onSubject("system:serviceaccount:app:web"), refersTo("arn", ofEither)), ofEither),
			[]string{"unknown one", "unknown two"}},
		{"deferred, of a provider that cannot be told", append(deferred(onSubject("system:serviceaccount:app:web"), unresolved), ofTwo),
			[]string{"manual one", "unknown two"}},
		{"deferred, any account of a provider that cannot be told", append(deferred(onSubject("system:serviceaccount:*"), unresolved), ofTwo),
			[]string{"fail app in one, assumed", "fail app in two, assumed", "fail one, assumed", "fail two, assumed"}},
		{"deferred, nothing on the subject of a token that cannot be told", deferred(cty.EmptyTupleVal, unresolved),
			[]string{"unknown app in one", "unknown app in two", "unknown one", "unknown two"}},
		{"deferred, of nobody's provider", append(deferred(onSubject("system:serviceaccount:app:web"), refersTo("arn", ofNobody)), ofNobody),
			[]string{"unknown one", "unknown two"}},
		{"deferred, two statements", append(deferred(onSubject("system:serviceaccount:app:web"), refersTo("arn", ofTwo), again), ofTwo), []string{"manual one", "pass two, assumed"}},
		{"deferred, of one provider or another issuer's", append(deferred(onSubject("system:serviceaccount:app:web"), refersTo("arn", ofTwo, github)), ofTwo, github),
			[]string{"manual one", "unknown two"}},
		{"deferred, any account of one provider or another issuer's", append(deferred(cty.EmptyTupleVal, refersTo("arn", ofTwo, github)), ofTwo, github),
			[]string{"manual one", "unknown app in two", "unknown two"}},
		{"deferred, one of several providers, one of them unknown", append(deferred(cty.EmptyTupleVal, refersTo("arn", ofTwo, ofNobody)), ofTwo, ofNobody),
			[]string{"unknown app in one", "unknown app in two", "unknown one", "unknown two"}},
		{"deferred, one of several providers, the last of them unknown", append(deferred(cty.EmptyTupleVal, refersTo("arn", ofTwo, ofNobodyLast)), ofTwo, ofNobodyLast),
			[]string{"unknown app in one", "unknown app in two", "unknown one", "unknown two"}},
		{"deferred, of one of two providers", append(deferred(onSubject("system:serviceaccount:app:web"), refersTo("arn", ofOne, ofTwo)), ofOne, ofTwo),
			[]string{"unknown one", "unknown two"}},
		{"deferred, nothing on the subject, of one of two providers", append(deferred(cty.EmptyTupleVal, refersTo("arn", ofOne, ofTwo)), ofOne, ofTwo),
			[]string{"fail app in one", "fail app in two", "fail one", "fail two"}},
		{"deferred, of perhaps a cluster's provider", append(deferred(onSubject("system:serviceaccount:app:web"), refersTo("arn", ofPerhapsTwo)), ofPerhapsTwo),
			[]string{"manual one", "unknown two"}},
		{"deferred, beside another issuer by its ARN", []*graph.Resource{sourced(t, "aws_iam_role.app", from{"assume_role_policy": refersTo("json", beside)}, nil), beside, ofTwo, knownGithub},
			[]string{"fail app in two", "fail two", "manual one"}},
		{"one of two policies", []*graph.Resource{sourced(t, "aws_iam_role.app", from{"assume_role_policy": refersTo("json", beside, open)}, nil), beside, open, ofTwo, knownGithub},
			[]string{"manual one", "unknown app in two", "unknown app in two", "unknown two"}},
		{"open in its providers", []*graph.Resource{sourced(t, "aws_iam_role.app", from{"assume_role_policy": refersTo("json", open)}, nil), open, ofTwo},
			[]string{"fail app in two", "fail two", "manual one"}},
		{"any account of two clusters", []*graph.Resource{role(`{"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": ["` +
			providerARN + `", "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/B"]}}]}`)},
			[]string{"fail app", "fail app in one", "fail one", "manual two"}},
		{"a policy of other statements, and what else it has is not known", append(deferred(onSubject("system:serviceaccount:app:web"), refersTo("arn", ofTwo), cty.DynamicVal), ofTwo),
			[]string{"manual one", "unknown app in two", "unknown two"}},
		{"nothing known of the policy", []*graph.Resource{ofTwo, sourced(t, "aws_iam_role.app", from{"assume_role_policy": refersTo("arn", ofTwo)}, nil)},
			[]string{"manual one", "unknown app in two", "unknown two"}},
		{"nothing known of the policy or its issuer", []*graph.Resource{sourced(t, "aws_iam_role.app", from{"assume_role_policy": unresolved}, nil)},
			[]string{"unknown app in one", "unknown app in two", "unknown one", "unknown two"}},
		{"nothing known of the policy but another issuer", []*graph.Resource{github, sourced(t, "aws_iam_role.app", from{"assume_role_policy": refersTo("arn", github)}, nil)}, manual},
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
		"a dynamic block, and more":    {graph.Origins{Hidden: true, Refs: refersTo("arn", ofOne).Refs}, []string{"pass one", "manual two"}},
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
	cluster := build(t, "aws_eks_cluster.one", args("name", "one"), nil)
	trust := cty.StringVal(trustOf(providerARN, anyAccount)).Mark(graph.SensitiveMark)
	role := build(t, "aws_iam_role.app", args("assume_role_policy", trust), nil)
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
		build(t, "kubernetes_role_binding.b", args("subject", cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
			"kind": cty.StringVal("ServiceAccount"), "name": cty.StringVal("default"),
		})})), nil),
	}
	const many = 51
	for i := range many {
		resources = append(resources, build(t, "aws_eks_cluster.c["+strconv.Itoa(i)+"]", args("name", "c"+strconv.Itoa(i)), nil))
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
		{"unknown account", []cty.Value{subject(text("ServiceAccount"), unknownText())}, "unknown"},
		{"unknown group", []cty.Value{subject(text("Group"), unknownText())}, "unknown"},
		{"unknown user", []cty.Value{subject(text("User"), unknownText())}, ""},
		{"another kind", []cty.Value{subject(text("Node"), text("system:serviceaccounts"))}, ""},
		{"nothing known", []cty.Value{cty.DynamicVal}, "unknown"},
		{"unknown, then default", []cty.Value{subject(text("Group"), unknownText()), subject(text("ServiceAccount"), text("default"))}, "fail"},
		{"unknown, then dedicated", []cty.Value{subject(text("Group"), unknownText()), subject(text("ServiceAccount"), text("web"))}, "unknown"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			binding := build(t, "kubernetes_role_binding.a", args("subject", cty.TupleVal(test.subjects)), nil)
			got := strings.Join(said(sharedBindings(graph.New([]*graph.Resource{binding}))), ", ")
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
		if diff := cmp.Diff(want, said(sharedBindings(g))); diff != "" {
			t.Errorf("verdicts (-want +got):\n%s", diff)
		}
	})
}
