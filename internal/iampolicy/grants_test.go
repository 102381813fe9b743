package iampolicy

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWideActions(t *testing.T) {
	for _, tt := range []struct {
		statement string
		want      Truth
		items     []string
	}{
		{`"Effect":"Allow","Action":"ecr:*"`, Yes, []string{"ecr:*"}},
		{`"Effect":"Allow","Action":["ecr:PutImage","ECR:*"]`, Yes, []string{"ECR:*"}},
		{`"Effect":"Allow","Action":"*"`, Yes, []string{"*"}},
		{`"Effect":"Allow","Action":"ecr*"`, Yes, []string{"ecr*"}},
		{`"Effect":"Allow","NotAction":"ecr:DeleteRepository"`, Yes, []string{"NotAction"}},
		{`"Effect":"Allow","NotAction":"ecr-public:*"`, Yes, []string{"NotAction"}},
		{`"Effect":"Allow","NotAction":"ecr:*"`, No, nil},
		{`"Effect":"Allow","NotAction":"*"`, No, nil},
		{`"Effect":"Allow","Action":["ecr:Get*","ecr:BatchGetImage","ecr:Put*"]`, No, nil},
		{`"Effect":"Allow","Action":"ecr-public:*"`, No, nil},
		{`"Effect":"Deny","Action":"ecr:*"`, No, nil},
		{`"Effect":"Deny","NotAction":"ecr:Get*"`, No, nil},
	} {
		got := WideActions(parse(t, policy(`{"Principal":{"AWS":"111122223333"},`+tt.statement+`}`)))
		check(t, tt.statement, got, tt.want, tt.items)
	}
	unknown := Statement{Effect: Known(Allow), Actions: List{Items: []Text{Unknown(), Known("ecr:Get*")}}}
	check(t, "an unknown action", WideActions(Document{Statements: []Statement{unknown}}), Maybe, nil)
	unknown = Statement{Effect: Known(Allow), NotActions: List{Items: []Text{Unknown()}}}
	check(t, "an unknown NotAction", WideActions(Document{Statements: []Statement{unknown}}), Maybe, []string{"NotAction"})
	check(t, "nothing is known", WideActions(UnknownDocument()), Maybe, nil)
}

func TestFullECR(t *testing.T) {
	for _, tt := range []struct {
		statement string
		want      Truth
		items     []string
	}{
		{`"Effect":"Allow","Action":"ecr:*","Resource":"*"`, Yes, []string{"ecr:*"}},
		{`"Effect":"Allow","Action":["ecr:*","ecr-public:*"],"Resource":["*"]`, Yes, []string{"ecr-public:*", "ecr:*"}},
		{`"Effect":"Allow","Action":"ecr-public:*","Resource":"*"`, Yes, []string{"ecr-public:*"}},
		{`"Effect":"Allow","Action":"Ecr*","Resource":"*"`, Yes, []string{"Ecr*"}},
		{`"Effect":"Allow","Action":"ecr:*","Resource":"arn:aws:ecr:*:*:repository/*"`, Yes, []string{"ecr:*"}},
		{`"Effect":"Allow","Action":"ecr:*","Resource":"arn:aws:ecr-public:*:*:repository/*"`, No, nil},
		{`"Effect":"Allow","Action":"ecr:*","Resource":"arn:aws:ecr:eu-west-1:111122223333:repository/*"`, No, nil},
		{`"Effect":"Allow","Action":"ecr:*","Resource":"arn:aws:ecr:*:*:repository/app"`, No, nil},
		{`"Effect":"Allow","Action":"ecr:*","NotResource":"arn:aws:ecr:*:*:repository/app"`, No, nil},
		{`"Effect":"Allow","Action":"*","Resource":"*"`, No, nil},
		{`"Effect":"Allow","Action":"*:*","Resource":"*"`, No, nil},
		{`"Effect":"Allow","Action":"ecr:Put*","Resource":"*"`, No, nil},
		{`"Effect":"Allow","NotAction":"iam:*","Resource":"*"`, No, nil},
		{`"Effect":"Deny","Action":"ecr:*","Resource":"*"`, No, nil},
	} {
		check(t, tt.statement, FullECR(parse(t, policy(`{`+tt.statement+`}`))), tt.want, tt.items)
	}
	unknown := Statement{Effect: Known(Allow), Actions: KnownList("ecr:*"), Resources: List{Items: []Text{Unknown()}}}
	check(t, "an unknown resource", FullECR(Document{Statements: []Statement{unknown}}), Maybe, []string{"ecr:*"})
}

func TestAdministrator(t *testing.T) {
	for _, tt := range []struct {
		statement string
		want      Truth
		items     []string
	}{
		{`"Effect":"Allow","Action":"*","Resource":"*"`, Yes, []string{"*"}},
		{`"Effect":"Allow","Action":["s3:*","*:*"],"Resource":["*"]`, Yes, []string{"*:*"}},
		{`"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::*"`, No, nil},
		{`"Effect":"Allow","Action":"ecr:*","Resource":"*"`, No, nil},
		{`"Effect":"Deny","Action":"*","Resource":"*"`, No, nil},
	} {
		check(t, tt.statement, Administrator(parse(t, policy(`{`+tt.statement+`}`))), tt.want, tt.items)
	}
}

func TestUsesECR(t *testing.T) {
	for _, tt := range []struct {
		statement string
		want      Truth
		items     []string
	}{
		{`"Effect":"Allow","Action":["s3:GetObject","ecr:GetAuthorizationToken"],"Resource":"*"`, Yes, []string{"ecr:GetAuthorizationToken"}},
		{`"Effect":"Allow","Action":"ecr-public:Describe*","Resource":"*"`, Yes, []string{"ecr-public:Describe*"}},
		{`"Effect":"Allow","Action":"*","Resource":"*"`, Yes, []string{"*"}},
		{`"Effect":"Allow","NotAction":"iam:*","Resource":"*"`, Yes, []string{"NotAction"}},
		{`"Effect":"Allow","NotAction":["ecr:*","ecr-public:*"],"Resource":"*"`, No, nil},
		{`"Effect":"Allow","Action":["s3:*","ecs:*","elasticfilesystem:*"],"Resource":"*"`, No, nil},
		{`"Effect":"Deny","Action":"ecr:*","Resource":"*"`, No, nil},
	} {
		check(t, tt.statement, UsesECR(parse(t, policy(`{`+tt.statement+`}`))), tt.want, tt.items)
	}
}

// check compares an answer with what it should be; items are its first reason's.
func check(t *testing.T, name string, got Answer, want Truth, items []string) {
	t.Helper()
	if got.Truth != want {
		t.Errorf("%s: truth = %s, want %s", name, got.Truth, want)
	}
	var found []string
	if len(got.Reasons) > 0 {
		found = got.Reasons[0].Items
	}
	if diff := cmp.Diff(items, found); diff != "" {
		t.Errorf("%s: items (-want +got):\n%s", name, diff)
	}
}
