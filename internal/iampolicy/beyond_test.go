package iampolicy

import (
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

func TestBeyondBaseline(t *testing.T) {
	allow := func(actions, resource string) string {
		return `{"Effect":"Allow","Action":` + actions + `,"Resource":` + resource + `}`
	}
	const interfaces = `"arn:aws:ec2:*:*:network-interface/*"`
	for _, tt := range []struct {
		name, json string
		want       logic.Truth
		items      []string
	}{
		{"IPv6 CNI", policy(
			allow(`["ec2:AssignIpv6Addresses","ec2:UnassignIpv6Addresses","ec2:DescribeInstances","ec2:DescribeTags","ec2:DescribeNetworkInterfaces","ec2:DescribeInstanceTypes"]`, `"*"`),
			allow(`"ec2:CreateTags"`, interfaces)), logic.No, nil},
		{"any case", policy(allow(`"EC2:describeinstances"`, `"*"`)), logic.No, nil},
		{"tags on one interface", policy(allow(`"ec2:CreateTags"`, `["arn:aws-cn:ec2:cn-north-1:111122223333:network-interface/eni-1"]`)), logic.No, nil},
		{"tags on anything", policy(allow(`"ec2:CreateTags"`, `"*"`)), logic.Yes, []string{"ec2:CreateTags"}},
		{"tags on an interface and more", policy(allow(`"ec2:CreateTags"`, `["arn:aws:ec2:*:*:instance/*",`+interfaces+`]`)), logic.Yes, []string{"ec2:CreateTags"}},
		{"logs", policy(allow(`["logs:CreateLogStream","logs:PutLogEvents"]`, `"*"`)), logic.No, nil},
		{"all of a service that only the agent uses", policy(allow(`["ssmmessages:*","ec2messages:*","ec2messages:Get*"]`, `"*"`)), logic.No, nil},
		{"ECR reads beside the baseline", policy(allow(`["ec2:DescribeInstances","ecr:Get*","ecr:DescribeRegistry","ecr:BatchImportUpstreamImage"]`, `"*"`)), logic.No, nil},
		{"a bucket", policy(allow(`["s3:GetObject","logs:PutLogEvents"]`, `"arn:aws:s3:::b/*"`)), logic.Yes, []string{"s3:GetObject"}},
		{"reads too", policy(allow(`"ec2:Describe*"`, `"*"`)), logic.Yes, []string{"ec2:Describe*"}},
		{"everything", policy(allow(`"*"`, `"*"`)), logic.Yes, []string{"*"}},
		{"NotAction", policy(`{"Effect":"Allow","NotAction":["iam:*"],"Resource":"*"}`), logic.Yes, []string{"NotAction"}},
		{"NotAction of everything", policy(`{"Effect":"Allow","NotAction":"*","Resource":"*"}`), logic.No, nil},
		{"only ECR", policy(allow(`["ecr:*","ECR-public:PutImage","sts:GetServiceBearerToken"]`, `"*"`)), logic.No, nil},
		{"ECR and the baseline", policy(allow(`["ecr:PutImage","ec2:DescribeInstances"]`, `"*"`)), logic.Yes, []string{"ecr:PutImage"}},
		{"only ECR beside a Deny", policy(allow(`"ecr:*"`, `"*"`), `{"Effect":"Deny","Action":"s3:*","Resource":"*"}`), logic.No, nil},
		{"a Deny", policy(`{"Effect":"Deny","Action":"s3:*","Resource":"*"}`), logic.No, nil},
	} {
		check(t, tt.name, BeyondBaseline(parse(t, tt.json)), tt.want, tt.items)
	}
}

func TestBeyondBaselinePartlyKnown(t *testing.T) {
	allow := func(actions, resources List) Statement {
		return Statement{Effect: Known(Allow), Actions: actions, Resources: resources}
	}
	all := KnownList("*")
	one := func(s Statement) Document { return Document{Statements: []Statement{s}} }
	for _, tt := range []struct {
		name  string
		doc   Document
		want  logic.Truth
		items []string
	}{
		{"nothing is known", UnknownDocument(), logic.Maybe, nil},
		{"an unknown action", one(allow(List{Items: []Text{Unknown(), Known("ec2:DescribeInstances")}}, all)), logic.Maybe, nil},
		{"an unknown action beside a bucket's", one(allow(List{Items: []Text{Unknown(), Known("s3:GetObject")}}, all)), logic.Yes, []string{"s3:GetObject"}},
		{"an unknown action beside an ECR write", one(allow(List{Items: []Text{Unknown(), Known("ecr:PutImage")}}, all)), logic.Maybe, []string{"ecr:PutImage"}},
		{"more actions", one(allow(List{Items: KnownList("ec2:DescribeInstances").Items, Open: true}, all)), logic.Maybe, nil},
		{"tags on an unknown resource", one(allow(KnownList("ec2:CreateTags"), List{Items: []Text{Unknown()}})), logic.Maybe, []string{"ec2:CreateTags"}},
		{"a bucket on an unknown resource", one(allow(KnownList("s3:GetObject"), List{Items: []Text{Unknown()}})), logic.Yes, []string{"s3:GetObject"}},
		{"more statements beside a bucket", Document{Statements: []Statement{allow(KnownList("s3:GetObject"), all)}, Open: true}, logic.Yes, []string{"s3:GetObject"}},
		{"more statements beside ECR", Document{Statements: []Statement{allow(KnownList("ecr:PutImage"), all)}, Open: true}, logic.Maybe, []string{"ecr:PutImage"}},
	} {
		check(t, tt.name, BeyondBaseline(tt.doc), tt.want, tt.items)
	}
}

// TestBaselineActions holds the data to its source: every baseline policy named
// in the list of actions is in the table of policies, as baseline, and its
// actions are not beyond.
func TestBaselineActions(t *testing.T) {
	for _, row := range baselineActions() {
		if m, ok := Managed(row.policy); row.policy != "IPv6 CNI" && (!ok || m.BeyondBaseline != logic.No || m.WritesECR != logic.No) {
			t.Errorf("%s is not a baseline policy of the table", row.policy)
		}
		resource := row.resource
		if resource == "" {
			resource = "*"
		}
		doc := Document{Statements: []Statement{{
			Effect: Known(Allow), Actions: KnownList(strings.Fields(row.actions)...), Resources: KnownList(resource),
		}}}
		if got := BeyondBaseline(doc); got.Truth != logic.No {
			t.Errorf("%s: beyond = %s (%v), want no", row.policy, got.Truth, got.Reasons[0].Items)
		}
	}
}
