package iampolicy

import (
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// FuzzPolicy holds for every input that Parse takes: no predicate panics, and
// a statement that allows everyone everything is never said to be absent.
func FuzzPolicy(f *testing.F) {
	for _, seed := range []string{
		``, `{}`, `null`, `[[[[`, `{"Statement":[{"Statement":[`,
		policy(`{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}`),
		policy(`{"Effect":"Allow","Principal":{"AWS":["*","arn:aws:iam::*:root"]},"NotAction":["ecr:Put*","?"],"NotResource":"arn:aws:ecr:*"}`),
		policy(`{"Effect":"Deny","NotPrincipal":{"Service":"ec2.amazonaws.com"},"Action":"ecr:*","Resource":["a","${aws:x}*"]}`),
		policy(`{"Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage","Condition":{"IpAddress":{"aws:SourceIp":["0.0.0.0/1","::/0","x"]},"Null":{"aws:SourceIp":false}}}`),
		policy(`{"Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage","Condition":{"ForAllValues:StringLikeIfExists":{"aws:PrincipalOrgPaths":["o-a/*","${*}"]},"Null":{"aws:PrincipalOrgPaths":"false"}}}`),
		policy(`{"Effect":"Allow","Principal":{"Federated":"p"},"Action":"sts:*","Condition":{"StringLike":{"x:sub":["system:serviceaccount:a:*","system:serviceaccount:${x}:b?"]}}}`),
		policy(`{"Effect":"Allow","Action":["ec2:CreateTags","ecr:CreateRepository","ecr:BatchImportUpstreamImage"],"Resource":"arn:aws:ec2:*:*:network-interface/*"}`),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, json string) {
		doc, err := Parse(json)
		if err != nil {
			return
		}
		everything := Document{Statements: []Statement{{
			Effect:     Known(Allow),
			Principals: Principals{Items: []Principal{{Type: Known(Anyone), IDs: KnownList("*")}}},
			Actions:    KnownList("*"), Resources: KnownList("*"),
		}}}
		for _, s := range doc.Statements {
			if s.has(Allow) == logic.Yes {
				s.Principals, s.NotPrincipals = everything.Statements[0].Principals, Principals{}
				s.Actions, s.NotActions = KnownList("*"), List{}
				s.Resources, s.NotResources = KnownList("*"), List{}
				opened := Document{Statements: []Statement{s}}
				if v := Writes(opened).Verdict; v != ECRWrite {
					t.Errorf("Writes of Allow * on *: %s, want write", v)
				}
				if WideActions(opened).Truth != logic.Yes || BeyondBaseline(opened).Truth != logic.Yes || UsesECR(opened).Truth != logic.Yes || Administrator(opened).Truth != logic.Yes {
					t.Error("a predicate does not see Allow * on *")
				}
				s.Conditions = Conditions{}
				if Public(Document{Statements: []Statement{s}}, usualLimits()).Truth != logic.Yes {
					t.Error("Public does not see Allow for everyone")
				}
			}
		}
		joined := DataSource([]Document{everything}, doc, []Document{UnknownDocument()})
		for _, d := range []Document{doc, joined, DataSource([]Document{doc}, everything, []Document{doc})} {
			Public(d, Limits{})
			WideActions(d)
			FullECR(d, doc)
			Administrator(d)
			UsesECR(d)
			Writes(d, doc)
			BeyondBaseline(d)
			TrustsService(d, "ec2.amazonaws.com")
			for _, w := range WebIdentities(d) {
				if w.Truth == logic.No || w.Subject.Kind == SubjectMissing && len(w.Subject.Values) > 0 {
					t.Errorf("web identity %+v contradicts itself", w)
				}
			}
			if p := Public(d, usualLimits()); d.Open && p.Truth == logic.No {
				t.Error("Public excludes what an open document may hold")
			}
		}
		if Public(joined, usualLimits()).Truth != logic.Yes {
			t.Error("Public does not see everyone beside what is joined")
		}
	})
}
