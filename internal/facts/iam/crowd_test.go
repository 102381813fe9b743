package iam

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// TestUncertainPairs holds that attachments that may each be of any role and any
// policy give a number of pairs that does not grow with the product of the three.
func TestUncertainPairs(t *testing.T) {
	const roles, policies, attachments = 30, 30, 100
	var all, holders, held []*graph.Resource
	for i := range roles {
		holders = append(holders, graphtest.Build(t, fmt.Sprintf("aws_iam_role.n[%d]", i), graphtest.Pairs("name", graphtest.UnknownText()), nil))
	}
	for i := range policies {
		held = append(held, graphtest.Build(t, fmt.Sprintf("aws_iam_policy.n[%d]", i),
			graphtest.Pairs("arn", graphtest.UnknownText(), "policy", `{"Statement":[{"Effect":"Allow","Action":"ecr:*","Resource":"*"}]}`), nil))
	}
	all = append(append(all, holders...), held...)
	for i := range attachments {
		all = append(all, graphtest.Build(t, fmt.Sprintf("aws_iam_role_policy_attachment.n[%d]", i), graphtest.Pairs("role", graphtest.UnknownText(), "policy_arn", graphtest.UnknownText()),
			map[string]graph.Origins{"role": graphtest.RefersTo("name", holders...), "policy_arn": graphtest.RefersTo("arn", held...)}))
	}
	p := NewIdentityPolicies(graph.New(all))
	if most := mostPairs + attachments; len(p.All) > most {
		t.Errorf("%d pairs, want at most %d", len(p.All), most)
	}
	last := p.All[len(p.All)-1]
	if last.Certain() || last.Holder != nil || !last.Document.Open {
		t.Errorf("the last pair is %+v: want a policy that cannot be told, of a role that cannot be told", last.Name())
	}
	for _, role := range holders {
		open := false
		for _, h := range p.Held(role) {
			open = open || h.Document.Open && !h.Certain()
		}
		if !open {
			t.Errorf("%s holds nothing that is not known, and pairs were left out", role)
		}
	}
}

// TestLoosePolicies holds what any role may hold to a number, the others being one
// of which nothing is known.
func TestLoosePolicies(t *testing.T) {
	role := graphtest.Build(t, "aws_iam_role.a", graphtest.Pairs("name", "a"), nil)
	all := []*graph.Resource{role}
	for i := range 3 * mostLoose {
		all = append(all, graphtest.Build(t, fmt.Sprintf("aws_iam_role_policy.n[%d]", i),
			graphtest.Pairs("role", graphtest.UnknownText(), "policy", fmt.Sprintf(`{"Statement":[{"Sid":"n%d","Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}`, i)),
			map[string]graph.Origins{"role": {Unresolved: []string{"each.value"}}}))
	}
	held := NewIdentityPolicies(graph.New(all)).Held(role)
	if len(held) != mostLoose+1 {
		t.Fatalf("%d policies, want %d and one for the others", len(held), mostLoose)
	}
	if last := held[mostLoose]; !last.Document.Open || last.Certain() {
		t.Errorf("the policy that stands for the others is certain %v, open %v: want one of which nothing is known", last.Certain(), last.Document.Open)
	}
}

// TestAskedOnce holds that a question about a policy is put once, however many
// roles hold the policy.
func TestAskedOnce(t *testing.T) {
	all := []*graph.Resource{graphtest.Build(t, "aws_iam_policy.p", graphtest.Pairs("arn", "arn:aws:iam::111122223333:policy/p", "name", "p", "policy", "{}"), nil)}
	for i := range 5 {
		all = append(all, graphtest.Build(t, fmt.Sprintf("aws_iam_role_policy_attachment.n[%d]", i),
			graphtest.Pairs("role", fmt.Sprintf("r%d", i), "policy_arn", "arn:aws:iam::111122223333:policy/p"), nil))
	}
	type key struct{}
	times := 0
	for _, held := range NewIdentityPolicies(graph.New(all)).All {
		Asked(held, key{}, func() bool { times++; return true })
	}
	if times != 1 {
		t.Errorf("asked %d times of one policy that five roles hold, want once", times)
	}
}

// TestTextAskedOnce holds the same of inline policies of one text, and of one data source.
func TestTextAskedOnce(t *testing.T) {
	const text = `{"Statement":[{"Effect":"Allow","Action":"ecr:*","Resource":"*"}]}`
	document := graphtest.Build(t, "data.aws_iam_policy_document.d", graphtest.Pairs("json", text), nil)
	all := []*graph.Resource{document}
	for i := range 5 {
		all = append(all,
			graphtest.Build(t, fmt.Sprintf("aws_iam_role_policy.text[%d]", i), graphtest.Pairs("role", fmt.Sprintf("r%d", i), "name", "p", "policy", text), nil),
			graphtest.Build(t, fmt.Sprintf("aws_iam_role_policy.document[%d]", i), graphtest.Pairs("role", fmt.Sprintf("d%d", i), "name", "p", "policy", graphtest.UnknownText()),
				map[string]graph.Origins{"policy": graphtest.RefersTo("json", document)}))
	}
	type key struct{}
	times := 0
	for _, held := range NewIdentityPolicies(graph.New(all)).All {
		Asked(held, key{}, func() bool { times++; return true })
		if len(held.Document.Statements) != 1 {
			t.Errorf("%s has %d statements", held.By, len(held.Document.Statements))
		}
	}
	if times != 2 {
		t.Errorf("asked %d times of one text and one document that five roles each hold, want twice", times)
	}
}

// TestManyTexts holds that the policy texts of one input are parsed up to a number of
// bytes, that what is beyond is known to be unread, and that one text counts once.
func TestManyTexts(t *testing.T) {
	d := newDocuments(graph.New(nil))
	*d.left = 200
	wide := graphtest.Build(t, "aws_ecr_repository_policy.p", graphtest.Pairs("policy", `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ecr:*"}]}`), nil).Attr("policy")
	other := graphtest.Build(t, "aws_ecr_repository_policy.q", graphtest.Pairs("policy", `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ecr:Get*"}]}`+strings.Repeat(" ", 200)), nil).Attr("policy")
	for range 5 {
		if doc := d.Of(wide); doc.Err != nil || len(doc.Statements) != 1 {
			t.Fatalf("a text within the limit is not read: %v", doc.Err)
		}
	}
	p := ResourcePolicies{Documents: d}
	if v := p.Check(other); v.Status != finding.Unknown || !strings.Contains(v.Message, "policy was not read: this input has more policies") {
		t.Errorf("a text beyond the limit: %s %s", v.Status, v.Message)
	}
	if v := p.Check(wide); v.Status != finding.Fail {
		t.Errorf("a text that was read before: %s %s", v.Status, v.Message)
	}
}
