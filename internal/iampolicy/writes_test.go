package iampolicy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

func TestWrites(t *testing.T) {
	const (
		push = `{"Sid":"Push","Effect":"Allow","Action":["ecr:PutImage","ecr:GetAuthorizationToken"],"Resource":"*"}`
		all  = `{"Effect":"Allow","Action":"*","Resource":"*"}`
		imp  = `{"Effect":"Allow","Action":"ecr:BatchImportUpstreamImage","Resource":"*"}`
		make = `{"Effect":"Allow","Action":"ecr:CreateRepository","Resource":"*"}`
		tag  = `{"Effect":"Allow","Action":"ecr:TagResource","Resource":"*"}`
		deny = `{"Effect":"Deny","Action":"ecr:Put*","Resource":"*"}`
	)
	on := func(resource string) string {
		return `{"Effect":"Allow","Action":"ecr:PutImage","Resource":"` + resource + `"}`
	}
	denyOn := func(resource string) string {
		return `{"Effect":"Deny","Action":"ecr:PutImage","Resource":"` + resource + `"}`
	}
	for _, tt := range []struct {
		name string
		docs []string
		want ECRVerdict
	}{
		{"nothing", nil, ECRReadOnly},
		{"a write", []string{policy(push)}, ECRWrite},
		{"any case", []string{policy(`{"Effect":"Allow","Action":"ECR:putimage","Resource":"*"}`)}, ECRWrite},
		{"everything", []string{policy(all)}, ECRWrite},
		{"reads by wildcard", []string{policy(`{"Effect":"Allow","Action":["ecr:Get*","ecr:List*","ecr:Describe*","ecr:BatchGet*","ecr:BatchCheck*"],"Resource":"*"}`)}, ECRReadOnly},
		{"a wildcard that takes in writes", []string{policy(`{"Effect":"Allow","Action":"ecr:Batch*","Resource":"*"}`)}, ECRWrite},
		{"one character", []string{policy(`{"Effect":"Allow","Action":"ecr:?utImage","Resource":"*"}`)}, ECRWrite},
		{"permissions", []string{policy(`{"Effect":"Allow","Action":"ecr:SetRepositoryPolicy","Resource":"*"}`)}, ECRWrite},
		{"tagging", []string{policy(`{"Effect":"Allow","Action":"ecr:UntagResource","Resource":"*"}`)}, ECRWrite},
		{"public", []string{policy(`{"Effect":"Allow","Action":"ecr-public:PutImage","Resource":"*"}`)}, ECRWrite},
		{"an action in no table", []string{policy(`{"Effect":"Allow","Action":"ecr:FrobnicateImage","Resource":"*"}`)}, ECRWrite},
		{"a read in no table", []string{policy(`{"Effect":"Allow","Action":"ecr:DescribeFrobs","Resource":"*"}`)}, ECRReadOnly},
		{"reads in camel case", []string{policy(`{"Effect":"Allow","Action":"ecr:describeFrobs","Resource":"*"}`)}, ECRReadOnly},
		{"another service", []string{policy(`{"Effect":"Allow","Action":"s3:*","Resource":"*"}`)}, ECRReadOnly},
		{"a service whose name begins so", []string{policy(`{"Effect":"Allow","Action":"ecr-viewer:PutImage","Resource":"*"}`)}, ECRReadOnly},
		{"NotAction", []string{policy(`{"Effect":"Allow","NotAction":["iam:*","organizations:*"],"Resource":"*"}`)}, ECRWrite},
		{"NotAction of ECR", []string{policy(`{"Effect":"Allow","NotAction":["ecr:*","ecr-public:*"],"Resource":"*"}`)}, ECRReadOnly},
		{"NotAction of some of ECR", []string{policy(`{"Effect":"Allow","NotAction":["ecr:Put*","ecr-public:*"],"Resource":"*"}`)}, ECRWrite},

		{"a repository", []string{policy(on("arn:aws:ecr:eu-west-1:111122223333:repository/app"))}, ECRWrite},
		{"another partition", []string{policy(on("arn:aws-us-gov:ecr:*:*:repository/app"))}, ECRWrite},
		{"any partition", []string{policy(on("arn:*:ecr:*:*:repository/app"))}, ECRWrite},
		{"a bucket", []string{policy(on("arn:aws:s3:::bucket/*"))}, ECRReadOnly},
		{"the other registry's ARN", []string{policy(on("arn:aws:ecr-public::111122223333:repository/app"))}, ECRReadOnly},
		{"ECR Public's ARN", []string{policy(`{"Effect":"Allow","Action":"ecr-public:PutImage","Resource":"arn:aws:ecr-public::111122223333:repository/app"}`)}, ECRWrite},
		{"a policy variable", []string{policy(on("arn:aws:ecr:*:*:repository/${aws:PrincipalTag/team}"))}, ECRWrite},
		{"NotResource", []string{policy(`{"Effect":"Allow","Action":"ecr:*","NotResource":"arn:aws:s3:::*"}`)}, ECRWrite},
		{"NotResource of some", []string{policy(`{"Effect":"Allow","Action":"ecr:*","NotResource":"arn:aws:ecr:*:*:repository/prod"}`)}, ECRWrite},
		{"NotResource of all", []string{policy(`{"Effect":"Allow","Action":"ecr:*","NotResource":"arn:aws:ecr:*"}`)}, ECRReadOnly},
		{"a condition still allows", []string{policy(`{"Effect":"Allow","Action":"ecr:PutImage","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}`)}, ECRWrite},
		{"a trust or resource policy has no resource", []string{policy(`{"Effect":"Allow","Action":"ecr:PutImage"}`)}, ECRWrite},

		{"denied", []string{policy(push, deny)}, ECRReadOnly},
		{"denied by another document", []string{policy(push), policy(deny)}, ECRReadOnly},
		{"denied with a condition", []string{policy(push, `{"Effect":"Deny","Action":"ecr:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}`)}, ECRWrite},
		{"denied in part", []string{policy(all, deny)}, ECRWrite},
		{"denied by NotAction", []string{policy(push, `{"Effect":"Deny","NotAction":"ecr:Get*","Resource":"*"}`)}, ECRReadOnly},
		{"spared by NotAction", []string{policy(push, `{"Effect":"Deny","NotAction":"ecr:PutImage","Resource":"*"}`)}, ECRWrite},
		{"denied on the same repository", []string{policy(on("arn:aws:ecr:*:*:repository/app"), denyOn("arn:aws:ecr:*:*:repository/app"))}, ECRReadOnly},
		{"denied on wider repositories", []string{policy(on("arn:aws:ecr:*:*:repository/app"), denyOn("arn:aws:ecr:*:*:repository/*"))}, ECRReadOnly},
		{"denied on narrower repositories", []string{policy(on("arn:aws:ecr:*:*:repository/*"), denyOn("arn:aws:ecr:*:*:repository/app"))}, ECRWrite},
		{"denied on every repository", []string{policy(on("*"), denyOn("arn:aws:ecr:*:*:repository/*"))}, ECRReadOnly},
		{"denied on another partition's", []string{policy(on("arn:aws:ecr:*:*:repository/app"), denyOn("arn:aws-cn:ecr:*:*:repository/*"))}, ECRWrite},
		{"the registry is no repository", []string{policy(
			`{"Effect":"Allow","Action":"ecr:PutRegistryPolicy","Resource":"*"}`,
			`{"Effect":"Deny","Action":"ecr:*","Resource":"arn:aws:ecr:*:*:repository/*"}`)}, ECRWrite},
		{"denied all but one", []string{policy(push, `{"Effect":"Deny","Action":"ecr:*","NotResource":"arn:aws:ecr:*:*:repository/app"}`)}, ECRWrite},
		{"denied all but a bucket", []string{policy(on("arn:aws:ecr:*:*:repository/app"), `{"Effect":"Deny","Action":"ecr:*","NotResource":"arn:aws:s3:::b"}`)}, ECRReadOnly},
		{"denied all but buckets", []string{policy(push, `{"Effect":"Deny","Action":"ecr:*","NotResource":"arn:aws:s3:::*"}`)}, ECRReadOnly},
		{"a lone Deny", []string{policy(deny)}, ECRReadOnly},

		{"import alone", []string{policy(imp)}, ECRReadOnly},
		{"import and create", []string{policy(imp, make)}, ECRPullThrough},
		{"import and tag", []string{policy(imp, tag)}, ECRPullThrough},
		{"import, create and tag in three documents", []string{policy(imp), policy(make), policy(tag)}, ECRPullThrough},
		{"import, create and push", []string{policy(imp, make, push)}, ECRWrite},
		{"create without import", []string{policy(make)}, ECRWrite},
		{"create, import denied", []string{policy(make, imp, `{"Effect":"Deny","Action":"ecr:BatchImport*","Resource":"*"}`)}, ECRWrite},
		{"tag in ECR Public is no pull through", []string{policy(imp, `{"Effect":"Allow","Action":"ecr-public:TagResource","Resource":"*"}`)}, ECRWrite},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var docs []Document
			for _, d := range tt.docs {
				docs = append(docs, parse(t, d))
			}
			got := Writes(docs...)
			if got.Verdict != tt.want {
				t.Errorf("verdict = %s, want %s (reasons %v)", got.Verdict, tt.want, got.Reasons)
			}
			if (got.Verdict == ECRReadOnly) != (len(got.Reasons) == 0) {
				t.Errorf("verdict %s has %d reasons", got.Verdict, len(got.Reasons))
			}
		})
	}
}

func TestWritesPartlyKnown(t *testing.T) {
	push := Statement{Effect: Known(Allow), Actions: KnownList("ecr:PutImage"), Resources: KnownList("*")}
	deny := Statement{Effect: Known(Deny), Actions: KnownList("ecr:PutImage"), Resources: KnownList("*")}
	imp := Statement{Effect: Known(Allow), Actions: KnownList("ecr:BatchImportUpstreamImage"), Resources: KnownList("*")}
	create := Statement{Effect: Known(Allow), Actions: KnownList("ecr:CreateRepository"), Resources: KnownList("*")}
	with := func(s Statement, change func(*Statement)) Statement { change(&s); return s }
	unknown := List{Items: []Text{Unknown()}}
	uncertain := func(s *Statement) { s.Uncertain = true }
	unknownAction := func(s *Statement) { s.Actions = List{Items: []Text{Unknown()}} }
	for _, tt := range []struct {
		name string
		doc  Document
		want ECRVerdict
	}{
		{"nothing is known", UnknownDocument(), ECRUndecided},
		{"more statements beside a write", Document{Statements: []Statement{push}, Open: true}, ECRWrite},
		{"more statements beside a read", Document{Open: true, Statements: []Statement{imp}}, ECRUndecided},
		{"an unknown action", Document{Statements: []Statement{with(push, unknownAction)}}, ECRUndecided},
		{"an unknown action on a bucket", Document{Statements: []Statement{with(push, func(s *Statement) {
			unknownAction(s)
			s.Resources = KnownList("arn:aws:s3:::bucket")
		})}}, ECRReadOnly},
		{"an unknown action beside a write", Document{Statements: []Statement{with(push, func(s *Statement) { s.Actions.Open = true })}}, ECRWrite},
		{"an unknown action of a Deny", Document{Statements: []Statement{push, with(deny, unknownAction)}}, ECRUndecided},
		{"an unknown NotAction", Document{Statements: []Statement{with(push, func(s *Statement) { s.Actions, s.NotActions = List{}, UnknownList() })}}, ECRUndecided},
		{"an unknown effect", Document{Statements: []Statement{with(push, func(s *Statement) { s.Effect = Unknown() })}}, ECRUndecided},
		{"an unknown resource", Document{Statements: []Statement{with(push, func(s *Statement) { s.Resources = unknown })}}, ECRWrite},
		{"unknown resources", Document{Statements: []Statement{with(push, func(s *Statement) { s.Resources = UnknownList() })}}, ECRWrite},
		{"more resources beside a bucket", Document{Statements: []Statement{with(push, func(s *Statement) {
			s.Resources = List{Items: KnownList("arn:aws:s3:::bucket").Items, Open: true}
		})}}, ECRUndecided},
		{"anything on an unknown resource", Document{Statements: []Statement{with(push, func(s *Statement) { s.Actions, s.Resources = KnownList("*"), unknown })}}, ECRUndecided},
		{"an unknown resource that is denied", Document{Statements: []Statement{with(push, func(s *Statement) { s.Resources = unknown }), deny}}, ECRReadOnly},
		{"an unknown resource that may be denied", Document{Statements: []Statement{with(push, func(s *Statement) { s.Resources = unknown }),
			with(deny, func(s *Statement) { s.Resources = KnownList("arn:aws:ecr:*:*:repository/app") })}}, ECRUndecided},
		{"an unknown resource that may be spared", Document{Statements: []Statement{with(push, func(s *Statement) { s.Resources = unknown }),
			with(deny, func(s *Statement) { s.Resources, s.NotResources = List{}, KnownList("arn:aws:ecr:*:*:repository/app") })}}, ECRUndecided},
		{"an unknown resource beside a denied bucket", Document{Statements: []Statement{with(push, func(s *Statement) { s.Resources = unknown }),
			with(deny, func(s *Statement) { s.Resources = KnownList("arn:aws:s3:::bucket") })}}, ECRWrite},
		{"an unknown resource beside a repository", Document{Statements: []Statement{with(push, func(s *Statement) { s.Resources.Open = true })}}, ECRWrite},
		{"an unknown NotResource", Document{Statements: []Statement{with(push, func(s *Statement) { s.Resources, s.NotResources = List{}, UnknownList() })}}, ECRUndecided},
		{"an unknown resource of a Deny", Document{Statements: []Statement{push, with(deny, func(s *Statement) { s.Resources = UnknownList() })}}, ECRUndecided},
		{"an unknown NotResource of a Deny", Document{Statements: []Statement{push, with(deny, func(s *Statement) { s.Resources, s.NotResources = List{}, UnknownList() })}}, ECRUndecided},
		{"an unknown condition of a Deny", Document{Statements: []Statement{push, with(deny, func(s *Statement) { s.Conditions.Open = true })}}, ECRUndecided},
		{"a Deny that may not be there", Document{Statements: []Statement{push, with(deny, uncertain)}}, ECRUndecided},
		{"an Allow that may not be there", Document{Statements: []Statement{with(push, uncertain)}}, ECRUndecided},
		{"an import that may not be there", Document{Statements: []Statement{with(imp, uncertain)}}, ECRReadOnly},
		{"an import that may not be there, beside create", Document{Statements: []Statement{with(imp, uncertain), create}}, ECRUndecided},
		{"create that may not be there, beside import", Document{Statements: []Statement{imp, with(create, uncertain)}}, ECRUndecided},
		{"an unknown Deny beside another write", Document{Statements: []Statement{push, with(deny, uncertain), {
			Effect: Known(Allow), Actions: KnownList("ecr:DeleteRepository"), Resources: KnownList("*"),
		}}}, ECRWrite},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Writes(tt.doc); got.Verdict != tt.want {
				t.Errorf("verdict = %s, want %s (reasons %v)", got.Verdict, tt.want, got.Reasons)
			}
		})
	}
}

func TestWritesReasons(t *testing.T) {
	docs := []Document{
		parse(t, policy(`{"Effect":"Allow","Action":"ecr:Get*","Resource":"*"}`)),
		parse(t, policy(
			`{"Sid":"Maybe","Effect":"Allow","Action":"ecr:PutImage","Resource":"*"}`,
			`{"Sid":"Push","Effect":"Allow","Action":["ecr:Upload*","ecr:GetLifecyclePolicy","ECR:completelayerupload"],"Resource":"*"}`,
			`{"Effect":"Allow","NotAction":["ecr:*","ecr-public:*Image","ecr-public:*Repository*","ecr-public:*Layer*","ecr-public:*Data"],"Resource":"*"}`,
		)),
	}
	docs[1].Statements[0].Uncertain = true
	want := ECRWrites{Verdict: ECRWrite, Reasons: []Reason{
		{Document: 1, Statement: 1, Sid: "Push", Truth: logic.Yes, Items: []string{"ECR:completelayerupload", "ecr:Upload*"}, Actions: []string{"ecr:CompleteLayerUpload", "ecr:UploadLayerPart"}},
		{Document: 1, Statement: 2, Truth: logic.Yes, Items: []string{"NotAction"}, Actions: []string{"ecr-public:TagResource", "ecr-public:UntagResource"}},
		{Document: 1, Statement: 0, Sid: "Maybe", Truth: logic.Maybe, Items: []string{"ecr:PutImage"}, Actions: []string{"ecr:PutImage"}},
	}}
	got := Writes(docs...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Writes (-want +got):\n%s", diff)
	}
	if got, want := got.Reasons[0].String(), "Statement[1] (Push)"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
	if got, want := got.Reasons[1].String(), "Statement[2]"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
}

// TestECRActions holds the table to its promises: each action once, and alone
// in a policy a write unless its level is Read.
func TestECRActions(t *testing.T) {
	seen := map[string]bool{}
	count := map[level]int{}
	for action, level := range eachECRAction {
		if seen[fold(action)] {
			t.Errorf("%s is in the table twice", action)
		}
		seen[fold(action)] = true
		count[level]++
		want := ECRWrite
		if level == levelRead || action == importUpstream {
			want = ECRReadOnly
		}
		got := Writes(Document{Statements: []Statement{{Effect: Known(Allow), Actions: KnownList(action), Resources: KnownList("*")}}})
		if got.Verdict != want {
			t.Errorf("%s: verdict = %s, want %s", action, got.Verdict, want)
		}
	}
	want := map[level]int{levelRead: 35, levelWrite: 42, levelPermissions: 4, levelTagging: 2}
	if diff := cmp.Diff(want, count); diff != "" {
		t.Errorf("actions by level (-want +got):\n%s", diff)
	}
	for _, name := range strings.Fields(registryActions) {
		if !seen[fold("ecr:"+name)] && !seen[fold("ecr-public:"+name)] {
			t.Errorf("registry action %s is not in the table", name)
		}
	}
	for _, action := range []string{importUpstream, createRepository, tagResource} {
		if !seen[fold(action)] {
			t.Errorf("%s is not in the table", action)
		}
	}
}
