package iampolicy

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

const (
	issuer   = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE"
	provider = "arn:aws:iam::111122223333:oidc-provider/" + issuer
)

// trust is a trust policy of the cluster's provider under a Condition element.
func trust(condition string) string {
	return policy(`{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"` + provider + `"},"Condition":` + condition + `}`)
}

func TestSubjects(t *testing.T) {
	sub := func(operator, values string) string {
		return `{"` + operator + `":{"` + issuer + `:sub":` + values + `}}`
	}
	app := []ServiceAccount{{"shop", "cart"}}
	for _, tt := range []struct {
		condition string
		want      Subject
	}{
		{`{}`, Subject{}},
		{`{"StringEquals":{"` + issuer + `:aud":"sts.amazonaws.com"}}`, Subject{}},
		{`{"Null":{"` + issuer + `:sub":"false"}}`, Subject{}},

		{sub("StringEquals", `"system:serviceaccount:shop:cart"`),
			Subject{Kind: SubjectDedicated, Values: []string{"system:serviceaccount:shop:cart"}, Accounts: app}},
		{sub("StringLike", `["system:serviceaccount:shop:cart","system:serviceaccount:shop:till"]`),
			Subject{Kind: SubjectDedicated, Values: []string{"system:serviceaccount:shop:cart", "system:serviceaccount:shop:till"},
				Accounts: []ServiceAccount{{"shop", "cart"}, {"shop", "till"}}}},
		{sub("ForAnyValue:StringEquals", `"system:serviceaccount:shop:cart"`),
			Subject{Kind: SubjectDedicated, Values: []string{"system:serviceaccount:shop:cart"}, Accounts: app}},
		{sub("StringEquals", `"system:serviceaccount:default:cart"`),
			Subject{Kind: SubjectDedicated, Values: []string{"system:serviceaccount:default:cart"}, Accounts: []ServiceAccount{{"default", "cart"}}}},

		{sub("StringLike", `"system:serviceaccount:shop:*"`), Subject{Kind: SubjectWildcard, Values: []string{"system:serviceaccount:shop:*"}}},
		{sub("StringLike", `"system:serviceaccount:*:cart"`), Subject{Kind: SubjectWildcard, Values: []string{"system:serviceaccount:*:cart"}}},
		{sub("StringLike", `"system:serviceaccount:*"`), Subject{Kind: SubjectWildcard, Values: []string{"system:serviceaccount:*"}}},
		{sub("StringLike", `"system:serviceaccount:shop*"`), Subject{Kind: SubjectWildcard, Values: []string{"system:serviceaccount:shop*"}}},
		{sub("StringLike", `"*"`), Subject{Kind: SubjectWildcard, Values: []string{"*"}}},
		{sub("StringLike", `"*:cart"`), Subject{Kind: SubjectWildcard, Values: []string{"*:cart"}}},
		{sub("ArnLike", `"system:serviceaccount:shop:*"`), Subject{Kind: SubjectWildcard, Values: []string{"system:serviceaccount:shop:*"}}},
		{sub("StringEquals", `"system:serviceaccount:shop:${aws:PrincipalTag/sa}"`), Subject{Kind: SubjectWildcard, Values: []string{"system:serviceaccount:shop:${aws:PrincipalTag/sa}"}}},
		{sub("StringLike", `["system:serviceaccount:shop:cart","system:serviceaccount:shop:*"]`),
			Subject{Kind: SubjectWildcard, Values: []string{"system:serviceaccount:shop:*"}, Accounts: app}},
		{sub("StringNotEquals", `"system:serviceaccount:shop:default"`), Subject{Kind: SubjectWildcard, Values: []string{"system:serviceaccount:shop:default"}}},

		{sub("StringEquals", `"system:serviceaccount:shop:default"`),
			Subject{Kind: SubjectDefault, Values: []string{"system:serviceaccount:shop:default"}, Accounts: []ServiceAccount{{"shop", "default"}}}},
		{sub("StringEquals", `["system:serviceaccount:shop:cart","system:serviceaccount:shop:default"]`),
			Subject{Kind: SubjectDefault, Values: []string{"system:serviceaccount:shop:default"}, Accounts: []ServiceAccount{{"shop", "cart"}, {"shop", "default"}}}},
		{sub("StringLike", `"system:serviceaccount:shop:def*"`), Subject{Kind: SubjectDefault, Values: []string{"system:serviceaccount:shop:def*"}}},

		{sub("StringLike", `"system:serviceaccount:kube-system:ebs-csi-*"`), Subject{Kind: SubjectPrefix, Values: []string{"system:serviceaccount:kube-system:ebs-csi-*"}}},
		{sub("StringLike", `"system:serviceaccount:team-*:cart"`), Subject{Kind: SubjectPrefix, Values: []string{"system:serviceaccount:team-*:cart"}}},
		{sub("StringLike", `["system:serviceaccount:shop:cart","system:serviceaccount:shop:till-?"]`),
			Subject{Kind: SubjectPrefix, Values: []string{"system:serviceaccount:shop:till-?"}, Accounts: app}},

		{sub("StringEquals", `"system:serviceaccount:shop:*"`), Subject{Kind: SubjectDead, Values: []string{"system:serviceaccount:shop:*"}}},
		{sub("StringEquals", `"*"`), Subject{Kind: SubjectDead, Values: []string{"*"}}},
		{sub("StringEquals", `"shop:cart"`), Subject{Kind: SubjectDead, Values: []string{"shop:cart"}}},
		{sub("StringEquals", `"system:serviceaccount:shop"`), Subject{Kind: SubjectDead, Values: []string{"system:serviceaccount:shop"}}},
		{sub("StringLike", `"repo:octo/*"`), Subject{Kind: SubjectDead, Values: []string{"repo:octo/*"}}},
		{sub("NumericEquals", `1`), Subject{Kind: SubjectDead, Values: []string{"1"}}},
		{sub("Bool", `true`), Subject{Kind: SubjectDead, Values: []string{"true"}}},
		{sub("StringEquals", `["system:serviceaccount:shop:*","system:serviceaccount:shop:cart"]`),
			Subject{Kind: SubjectDedicated, Values: []string{"system:serviceaccount:shop:cart"}, Accounts: app}},

		{sub("StringEqualsIfExists", `"system:serviceaccount:shop:cart"`), Subject{Kind: SubjectOptional, Values: []string{"system:serviceaccount:shop:cart"}}},
		{sub("ForAllValues:StringEquals", `"system:serviceaccount:shop:cart"`), Subject{Kind: SubjectOptional, Values: []string{"system:serviceaccount:shop:cart"}}},
		{`{"StringEqualsIfExists":{"x:sub":"system:serviceaccount:shop:cart"},"Null":{"x:sub":"false"}}`,
			Subject{Kind: SubjectDedicated, Values: []string{"system:serviceaccount:shop:cart"}, Accounts: app}},

		// Conditions are ANDed: the one that admits least counts.
		{`{"StringLike":{"x:sub":"system:serviceaccount:*"},"StringEquals":{"x:sub":"system:serviceaccount:shop:cart"}}`,
			Subject{Kind: SubjectDedicated, Values: []string{"system:serviceaccount:shop:cart"}, Accounts: app}},
		{`{"StringEquals":{"x:sub":"system:serviceaccount:shop:cart"},"StringEqualsIfExists":{"x:sub":"system:serviceaccount:shop:cart"}}`,
			Subject{Kind: SubjectDedicated, Values: []string{"system:serviceaccount:shop:cart"}, Accounts: app}},
		{`{"stringequals":{"X:SUB":"system:serviceaccount:shop:cart"}}`,
			Subject{Kind: SubjectDedicated, Values: []string{"system:serviceaccount:shop:cart"}, Accounts: app}},
	} {
		t.Run(tt.condition, func(t *testing.T) {
			got := WebIdentities(parse(t, trust(tt.condition)))
			if len(got) != 1 {
				t.Fatalf("WebIdentities found %d statements, want 1", len(got))
			}
			if diff := cmp.Diff(tt.want, got[0].Subject); diff != "" {
				t.Errorf("subject (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSubjectsPartlyKnown(t *testing.T) {
	c := func(operator, key Text, values List) Condition {
		return Condition{Operator: operator, Key: key, Values: values}
	}
	equals, like, key := Known("StringEquals"), Known("StringLike"), Known(issuer+":sub")
	app := KnownList("system:serviceaccount:shop:cart")
	with := func(values ...string) List {
		return List{Items: append([]Text{Unknown()}, KnownList(values...).Items...)}
	}
	dedicated := Subject{Kind: SubjectDedicated, Values: []string{"system:serviceaccount:shop:cart"}, Accounts: []ServiceAccount{{"shop", "cart"}}}
	assumed := dedicated
	assumed.Assumed = true
	for _, tt := range []struct {
		name  string
		items []Condition
		open  bool
		want  Subject
	}{
		{"an unknown key of accounts", []Condition{c(equals, Unknown(), app)}, false, assumed},
		{"an unknown key of a wildcard account", []Condition{c(like, Unknown(), KnownList("system:serviceaccount:shop:*"))}, false,
			Subject{Kind: SubjectWildcard, Values: []string{"system:serviceaccount:shop:*"}, Assumed: true}},
		{"an unknown key of an audience", []Condition{c(equals, Unknown(), KnownList("sts.amazonaws.com"))}, false, Subject{}},
		{"two unknown keys", []Condition{c(equals, Unknown(), KnownList("sts.amazonaws.com")), c(equals, Unknown(), app)}, false, assumed},
		{"an unknown key of accounts and more", []Condition{c(equals, Unknown(), KnownList("system:serviceaccount:shop:cart", "x"))}, false, Subject{Kind: SubjectUnknown}},
		{"an unknown key of unknown values", []Condition{c(equals, Unknown(), with())}, false, Subject{Kind: SubjectUnknown}},
		{"an unknown key of values not all listed", []Condition{c(equals, Unknown(), List{Items: app.Items, Open: true})}, false, Subject{Kind: SubjectUnknown}},
		{"an unknown key under IfExists", []Condition{c(Known("StringEqualsIfExists"), Unknown(), app)}, false,
			Subject{Kind: SubjectOptional, Values: []string{"system:serviceaccount:shop:cart"}, Assumed: true}},
		{"an unknown value", []Condition{c(equals, key, with())}, false, Subject{Kind: SubjectUnknown}},
		{"an unknown value beside an account", []Condition{c(equals, key, with("system:serviceaccount:shop:cart"))}, false,
			Subject{Kind: SubjectUnknown, Accounts: dedicated.Accounts}},
		{"an unknown value beside default", []Condition{c(equals, key, with("system:serviceaccount:shop:default"))}, false,
			Subject{Kind: SubjectDefault, Values: []string{"system:serviceaccount:shop:default"}, Accounts: []ServiceAccount{{"shop", "default"}}}},
		{"an unknown value beside a wildcard", []Condition{c(like, key, with("*"))}, false, Subject{Kind: SubjectWildcard, Values: []string{"*"}}},
		{"an unknown operator", []Condition{c(Unknown(), key, app)}, false, Subject{Kind: SubjectUnknown}},
		{"an unknown Null beside IfExists", []Condition{c(Known("StringEqualsIfExists"), key, app), c(Known("Null"), key, with())}, false, Subject{Kind: SubjectUnknown}},
		{"more conditions", nil, true, Subject{Kind: SubjectUnknown}},
		{"more conditions beside an account", []Condition{c(equals, key, app)}, true, dedicated},
		{"more conditions beside default", []Condition{c(equals, key, KnownList("system:serviceaccount:shop:default"))}, true,
			Subject{Kind: SubjectDefault, Values: []string{"system:serviceaccount:shop:default"}, Accounts: []ServiceAccount{{"shop", "default"}}}},
		{"more conditions beside a wildcard", []Condition{c(like, key, KnownList("*"))}, true, Subject{Kind: SubjectUnknown}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Conditions{Items: tt.items, Open: tt.open}.subject()
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("subject (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSubjectOffends(t *testing.T) {
	offending := map[SubjectKind]bool{SubjectMissing: true, SubjectOptional: true, SubjectWildcard: true, SubjectDefault: true}
	for k := SubjectMissing; k <= SubjectDead; k++ {
		if got := (Subject{Kind: k}).Offends(); got != offending[k] {
			t.Errorf("%s: Offends = %t, want %t", k, got, offending[k])
		}
	}
}

func TestWebIdentities(t *testing.T) {
	for _, tt := range []struct {
		statement string
		want      int
	}{
		{`"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"p"}`, 1},
		{`"Effect":"Allow","Action":["sts:TagSession","STS:assumerolewith*"],"Principal":{"Federated":"p"}`, 1},
		{`"Effect":"Allow","Action":"sts:*","Principal":{"Federated":"p"}`, 1},
		{`"Effect":"Allow","Action":"sts:AssumeRole*","Principal":{"Federated":"p"}`, 1},
		{`"Effect":"Allow","NotAction":"sts:GetCallerIdentity","Principal":{"Federated":"p"}`, 1},
		{`"Effect":"Allow","Action":"sts:*","Principal":"*"`, 1},
		{`"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Federated":"p"}`, 0},
		{`"Effect":"Allow","Action":"sts:AssumeRoleWithSAML","Principal":{"Federated":"p"}`, 0},
		{`"Effect":"Allow","NotAction":"sts:AssumeRole*","Principal":{"Federated":"p"}`, 0},
		{`"Effect":"Allow","Action":"sts:*","Principal":{"Service":"ec2.amazonaws.com"}`, 0},
		{`"Effect":"Deny","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"p"}`, 0},
	} {
		if got := WebIdentities(parse(t, policy(`{`+tt.statement+`}`))); len(got) != tt.want {
			t.Errorf("%s: found %d statements, want %d", tt.statement, len(got), tt.want)
		}
	}
	doc := parse(t, policy(
		`{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}}`,
		`{"Sid":"Irsa","Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":["p","q"],"AWS":"r"},"Condition":{"StringEquals":{"x:sub":"system:serviceaccount:shop:cart"}}}`,
	))
	doc.Statements = append(doc.Statements, Statement{
		Effect: Known(Allow), Actions: UnknownList(),
		Principals: Principals{Items: []Principal{{Type: Known(Federated), IDs: List{Items: []Text{Unknown()}}}}},
	})
	want := []WebIdentity{
		{Statement: 1, Sid: "Irsa", Truth: logic.Yes, Providers: KnownList("p", "q"), Subject: Subject{
			Kind: SubjectDedicated, Values: []string{"system:serviceaccount:shop:cart"}, Accounts: []ServiceAccount{{"shop", "cart"}},
		}},
		{Statement: 2, Truth: logic.Maybe, Providers: List{Items: []Text{Unknown()}}},
	}
	if diff := cmp.Diff(want, WebIdentities(doc)); diff != "" {
		t.Errorf("WebIdentities (-want +got):\n%s", diff)
	}
}

func TestTrustsService(t *testing.T) {
	for _, tt := range []struct {
		statement, service string
		want               logic.Truth
	}{
		{`"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}`, "ec2.amazonaws.com", logic.Yes},
		{`"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com.cn"}`, "ec2.amazonaws.com", logic.Yes},
		{`"Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession"],"Principal":{"Service":["pods.eks.amazonaws.com"]}`, "pods.eks.amazonaws.com", logic.Yes},
		{`"Effect":"Allow","Action":"sts:*","Principal":{"Service":["eks.amazonaws.com","eks-fargate-pods.amazonaws.com"]}`, "eks-fargate-pods.amazonaws.com", logic.Yes},
		{`"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com.evil"}`, "ec2.amazonaws.com", logic.No},
		{`"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"eks.amazonaws.com"}`, "ec2.amazonaws.com", logic.No},
		{`"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"ec2.amazonaws.com"}`, "ec2.amazonaws.com", logic.No},
		{`"Effect":"Allow","Action":"sts:TagSession","Principal":{"Service":"ec2.amazonaws.com"}`, "ec2.amazonaws.com", logic.No},
		{`"Effect":"Deny","Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}`, "ec2.amazonaws.com", logic.No},
	} {
		if got := TrustsService(parse(t, policy(`{`+tt.statement+`}`)), tt.service); got != tt.want {
			t.Errorf("%s trusts %s: %s, want %s", tt.statement, tt.service, got, tt.want)
		}
	}
	if got := TrustsService(UnknownDocument(), "ec2.amazonaws.com"); got != logic.Maybe {
		t.Errorf("an unknown document: %s, want maybe", got)
	}
}
