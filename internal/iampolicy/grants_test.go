package iampolicy

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

func TestWideActions(t *testing.T) {
	for _, tt := range []struct {
		statement string
		want      logic.Truth
		items     []string
	}{
		{`"Effect":"Allow","Action":"ecr:*"`, logic.Yes, []string{"ecr:*"}},
		{`"Effect":"Allow","Action":["ecr:PutImage","ECR:*"]`, logic.Yes, []string{"ECR:*"}},
		{`"Effect":"Allow","Action":"*"`, logic.Yes, []string{"*"}},
		{`"Effect":"Allow","Action":"ecr*"`, logic.Yes, []string{"ecr*"}},
		{`"Effect":"Allow","NotAction":"ecr:DeleteRepository"`, logic.Yes, []string{"NotAction"}},
		{`"Effect":"Allow","NotAction":"ecr-public:*"`, logic.Yes, []string{"NotAction"}},
		{`"Effect":"Allow","NotAction":"ecr:*"`, logic.No, nil},
		{`"Effect":"Allow","NotAction":"*"`, logic.No, nil},
		{`"Effect":"Allow","Action":["ecr:Get*","ecr:BatchGetImage","ecr:Put*"]`, logic.No, nil},
		{`"Effect":"Allow","Action":"ecr-public:*"`, logic.No, nil},
		{`"Effect":"Deny","Action":"ecr:*"`, logic.No, nil},
		{`"Effect":"Deny","NotAction":"ecr:Get*"`, logic.No, nil},
	} {
		got := WideActions(parse(t, policy(`{"Principal":{"AWS":"111122223333"},`+tt.statement+`}`)))
		check(t, tt.statement, got, tt.want, tt.items)
	}
	unknown := Statement{Effect: Known(Allow), Actions: List{Items: []Text{Unknown(), Known("ecr:Get*")}}}
	check(t, "an unknown action", WideActions(Document{Statements: []Statement{unknown}}), logic.Maybe, nil)
	unknown = Statement{Effect: Known(Allow), NotActions: List{Items: []Text{Unknown()}}}
	check(t, "an unknown NotAction", WideActions(Document{Statements: []Statement{unknown}}), logic.Maybe, []string{"NotAction"})
	check(t, "nothing is known", WideActions(UnknownDocument()), logic.Maybe, nil)
}

func TestFullECR(t *testing.T) {
	for _, tt := range []struct {
		statement string
		want      logic.Truth
		items     []string
	}{
		{`"Effect":"Allow","Action":"ecr:*","Resource":"*"`, logic.Yes, []string{"ecr:*"}},
		{`"Effect":"Allow","Action":["ecr:*","ecr-public:*"],"Resource":["*"]`, logic.Yes, []string{"ecr-public:*", "ecr:*"}},
		{`"Effect":"Allow","Action":"ecr-public:*","Resource":"*"`, logic.Yes, []string{"ecr-public:*"}},
		{`"Effect":"Allow","Action":"Ecr*","Resource":"*"`, logic.Yes, []string{"Ecr*"}},
		{`"Effect":"Allow","Action":"ecr:*","Resource":"arn:aws:ecr:*:*:repository/*"`, logic.Yes, []string{"ecr:*"}},
		{`"Effect":"Allow","Action":"ecr:*","Resource":"arn:aws:ecr-public:*:*:repository/*"`, logic.No, nil},
		{`"Effect":"Allow","Action":"ecr:*","Resource":"arn:aws:ecr:eu-west-1:111122223333:repository/*"`, logic.No, nil},
		{`"Effect":"Allow","Action":"ecr:*","Resource":"arn:aws:ecr:*:*:repository/app"`, logic.No, nil},
		{`"Effect":"Allow","Action":"ecr:*","NotResource":"arn:aws:ecr:*:*:repository/app"`, logic.No, nil},
		{`"Effect":"Allow","Action":"*","Resource":"*"`, logic.No, nil},
		{`"Effect":"Allow","Action":"*:*","Resource":"*"`, logic.No, nil},
		{`"Effect":"Allow","Action":"ecr:Put*","Resource":"*"`, logic.No, nil},
		{`"Effect":"Allow","NotAction":"iam:*","Resource":"*"`, logic.No, nil},
		{`"Effect":"Deny","Action":"ecr:*","Resource":"*"`, logic.No, nil},
	} {
		check(t, tt.statement, FullECR(parse(t, policy(`{`+tt.statement+`}`))), tt.want, tt.items)
	}
	unknown := Statement{Effect: Known(Allow), Actions: KnownList("ecr:*"), Resources: List{Items: []Text{Unknown()}}}
	check(t, "an unknown resource", FullECR(Document{Statements: []Statement{unknown}}), logic.Maybe, []string{"ecr:*"})
}

func TestAdministrator(t *testing.T) {
	for _, tt := range []struct {
		statement string
		want      logic.Truth
		items     []string
	}{
		{`"Effect":"Allow","Action":"*","Resource":"*"`, logic.Yes, []string{"*"}},
		{`"Effect":"Allow","Action":["s3:*","*:*"],"Resource":["*"]`, logic.Yes, []string{"*:*"}},
		{`"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::*"`, logic.No, nil},
		{`"Effect":"Allow","Action":"ecr:*","Resource":"*"`, logic.No, nil},
		{`"Effect":"Deny","Action":"*","Resource":"*"`, logic.No, nil},
	} {
		check(t, tt.statement, Administrator(parse(t, policy(`{`+tt.statement+`}`))), tt.want, tt.items)
	}
}

func TestUsesECR(t *testing.T) {
	for _, tt := range []struct {
		statement string
		want      logic.Truth
		items     []string
	}{
		{`"Effect":"Allow","Action":["s3:GetObject","ecr:GetAuthorizationToken"],"Resource":"*"`, logic.Yes, []string{"ecr:GetAuthorizationToken"}},
		{`"Effect":"Allow","Action":"ecr-public:Describe*","Resource":"*"`, logic.Yes, []string{"ecr-public:Describe*"}},
		{`"Effect":"Allow","Action":"*","Resource":"*"`, logic.Yes, []string{"*"}},
		{`"Effect":"Allow","NotAction":"iam:*","Resource":"*"`, logic.Yes, []string{"NotAction"}},
		{`"Effect":"Allow","NotAction":["ecr:*","ecr-public:*"],"Resource":"*"`, logic.No, nil},
		{`"Effect":"Allow","Action":["s3:*","ecs:*","elasticfilesystem:*"],"Resource":"*"`, logic.No, nil},
		{`"Effect":"Deny","Action":"ecr:*","Resource":"*"`, logic.No, nil},
	} {
		check(t, tt.statement, UsesECR(parse(t, policy(`{`+tt.statement+`}`))), tt.want, tt.items)
	}
}

// check compares an answer with what it should be; items are its first reason's.
func check(t *testing.T, name string, got Answer, want logic.Truth, items []string) {
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
