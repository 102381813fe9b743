package iam

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
)

// outline is what matters of a document: each statement's action, "?" when it
// may not be there, and "…" for what is not seen.
func outline(doc iampolicy.Document) []string {
	var lines []string
	for _, s := range doc.Statements {
		line := s.Effect.Value + " " + s.Actions.Items[0].Value
		if s.Uncertain {
			line += "?"
		}
		lines = append(lines, line)
	}
	if doc.Open {
		lines = append(lines, "…")
	}
	return lines
}

func TestDocumentOfArgument(t *testing.T) {
	a, b := graphtest.DeferredDocument(t, "a", "a:A"), graphtest.DeferredDocument(t, "b", "b:B")
	read := graphtest.Build(t, "data.aws_iam_policy_document.read", map[string]cty.Value{
		"json": cty.StringVal(`{"Statement": {"Effect": "Deny", "Action": "c:C", "Resource": "*"}}`),
	}, nil)
	ahead := graphtest.Build(t, "data.aws_iam_policy_document.ahead", graphtest.Pairs("json", graphtest.UnknownText(), "statement", cty.DynamicVal), nil)
	role := graphtest.Build(t, "aws_iam_role.x", nil, nil)
	beside := graphtest.RefersTo("json", a)
	beside.Refs = append(beside.Refs, graph.Ref{Resource: role, Attr: "arn"})
	elsewhere := graphtest.RefersTo("json", a)
	elsewhere.Others = []string{"aws_sqs_queue.x"}
	unresolved := graphtest.RefersTo("json", a)
	unresolved.Unresolved = []string{"each.value"}
	made := graphtest.RefersTo("json", a)
	made.Made = true

	tests := []struct {
		name    string
		policy  cty.Value
		origins graph.Origins
		want    []string
	}{
		{"left out", cty.NullVal(cty.String), graph.Origins{}, nil},
		{"known", cty.StringVal(`{"Statement": {"Effect": "Allow", "Action": "x:Y", "Resource": "*"}}`), graph.Origins{}, []string{"Allow x:Y"}},
		{"no policy", cty.StringVal(`{}}`), graph.Origins{}, []string{"…"}},
		{"unknown", graphtest.UnknownText(), graphtest.RefersTo("arn", role), []string{"…"}},
		{"one data source", graphtest.UnknownText(), graphtest.RefersTo("json", a), []string{"Allow a:A"}},
		{"one that was read", graphtest.UnknownText(), graphtest.RefersTo("json", read), []string{"Deny c:C"}},
		{"one of two", graphtest.UnknownText(), graphtest.RefersTo("json", a, b), []string{"Allow a:A?", "Allow b:B?"}},
		{"one of two, the first of which is open", graphtest.UnknownText(), graphtest.RefersTo("json", ahead, b), []string{"Allow b:B?", "…"}},
		{"a reference beside it", graphtest.UnknownText(), beside, []string{"Allow a:A?", "…"}},
		{"another resource beside it", graphtest.UnknownText(), elsewhere, []string{"Allow a:A?", "…"}},
		{"a text made of it", graphtest.UnknownText(), made, []string{"Allow a:A?", "…"}},
		{"an end that is open", graphtest.UnknownText(), unresolved, []string{"Allow a:A?", "…"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			policy := graphtest.Build(t, "aws_iam_policy.p", map[string]cty.Value{"policy": test.policy}, map[string]graph.Origins{"policy": test.origins})
			d := newDocuments(graph.New([]*graph.Resource{a, ahead, b, read, role, policy}))
			if diff := cmp.Diff(test.want, outline(d.Of(policy.Attr("policy")).Document)); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

// Plan JSON shows what an expression refers to, and none of its functions.
func TestDocumentOfPlan(t *testing.T) {
	a, b := graphtest.DeferredDocument(t, "a", "a:A"), graphtest.DeferredDocument(t, "b", "b:B")
	for _, test := range []struct {
		documents []*graph.Resource
		functions bool
		want      []string
	}{
		{[]*graph.Resource{a}, false, []string{"policy is the text of data.aws_iam_policy_document.a, which no function changes"}},
		{[]*graph.Resource{a}, true, nil},
		{[]*graph.Resource{a, b}, false, nil},
	} {
		o := graphtest.RefersTo("json", test.documents...)
		o.Functions = test.functions
		policy := graphtest.Build(t, "aws_iam_policy.p", graphtest.Pairs("policy", graphtest.UnknownText()), map[string]graph.Origins{"policy": o})
		d := newDocuments(graph.New([]*graph.Resource{a, b, policy}))
		if diff := cmp.Diff(test.want, d.Of(policy.Attr("policy")).Assumes); diff != "" {
			t.Errorf("%d documents (-want +got) %s", len(test.documents), diff)
		}
	}
}

func TestDocumentOfDocuments(t *testing.T) {
	a, b := graphtest.DeferredDocument(t, "a", "a:A"), graphtest.DeferredDocument(t, "b", "b:B")
	known := `{"Statement": {"Effect": "Allow", "Action": "k:K", "Resource": "*"}}`
	list := func(elements ...cty.Value) cty.Value { return cty.TupleVal(elements) }
	tests := []struct {
		name     string
		argument string
		value    cty.Value
		refs     []*graph.Resource
		want     []string
	}{
		{"sources", "source_policy_documents", list(graphtest.UnknownText(), graphtest.UnknownText()), []*graph.Resource{a, b}, []string{"Allow a:A", "Allow b:B", "Allow own:O"}},
		{"a known one beside it", "source_policy_documents", list(cty.StringVal(known), graphtest.UnknownText()), []*graph.Resource{a}, []string{"Allow k:K", "Allow a:A", "Allow own:O"}},
		{"one of two", "source_policy_documents", list(graphtest.UnknownText()), []*graph.Resource{a, b}, []string{"Allow a:A?", "Allow b:B?", "Allow own:O"}},
		{"fewer than elements", "source_policy_documents", list(graphtest.UnknownText(), graphtest.UnknownText()), []*graph.Resource{a}, []string{"Allow a:A?", "Allow own:O", "…"}},
		{"a list that is not known", "source_policy_documents", cty.DynamicVal, []*graph.Resource{a}, []string{"Allow a:A?", "Allow own:O", "…"}},
		{"nothing to follow", "source_policy_documents", list(graphtest.UnknownText()), nil, []string{"Allow own:O", "…"}},
		{"overrides", "override_policy_documents", list(graphtest.UnknownText()), []*graph.Resource{a}, []string{"Allow own:O", "Allow a:A"}},
		{"the older source_json", "source_json", graphtest.UnknownText(), []*graph.Resource{a}, []string{"Allow a:A", "Allow own:O"}},
		{"the older override_json", "override_json", graphtest.UnknownText(), []*graph.Resource{a}, []string{"Allow own:O", "Allow a:A"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			whole := graphtest.Build(t, "data.aws_iam_policy_document.whole", map[string]cty.Value{
				"json": graphtest.UnknownText(), "statement": cty.TupleVal([]cty.Value{graphtest.StatementBlock("own:O")}), test.argument: test.value,
			}, map[string]graph.Origins{test.argument: graphtest.RefersTo("json", test.refs...)})
			d := newDocuments(graph.New([]*graph.Resource{a, b, whole}))
			if diff := cmp.Diff(test.want, outline(d.data(whole).Document)); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestDocumentKnownInPart(t *testing.T) {
	unknownSet := cty.UnknownVal(cty.Set(cty.String))
	block := cty.ObjectVal(map[string]cty.Value{
		"sid":           graphtest.UnknownText(),
		"effect":        cty.StringVal("Deny"),
		"actions":       cty.TupleVal([]cty.Value{cty.StringVal("x:A"), graphtest.UnknownText(), cty.NullVal(cty.String)}),
		"not_actions":   graphtest.Texts("x:N"),
		"resources":     unknownSet,
		"not_resources": graphtest.Texts("r"),
		"principals": cty.TupleVal([]cty.Value{
			cty.ObjectVal(map[string]cty.Value{"type": cty.StringVal("AWS"), "identifiers": unknownSet}), cty.DynamicVal,
		}),
		"not_principals": cty.TupleVal([]cty.Value{
			cty.ObjectVal(map[string]cty.Value{"type": cty.StringVal("Service"), "identifiers": graphtest.Texts("s")}),
		}),
		"condition": cty.TupleVal([]cty.Value{
			cty.ObjectVal(map[string]cty.Value{"test": cty.StringVal("StringEquals"), "variable": graphtest.UnknownText(), "values": graphtest.Texts("v")}), cty.DynamicVal,
		}),
	})
	r := graphtest.Build(t, "data.aws_iam_policy_document.x", map[string]cty.Value{
		"json": graphtest.UnknownText(), "statement": cty.TupleVal([]cty.Value{block, cty.DynamicVal}),
	}, nil)
	want := iampolicy.Document{Open: true, Statements: []iampolicy.Statement{{
		Sid:          iampolicy.Unknown(),
		Effect:       iampolicy.Known("Deny"),
		Actions:      iampolicy.List{Items: []iampolicy.Text{iampolicy.Known("x:A"), iampolicy.Unknown()}},
		NotActions:   iampolicy.KnownList("x:N"),
		Resources:    iampolicy.UnknownList(),
		NotResources: iampolicy.KnownList("r"),
		Principals: iampolicy.Principals{Open: true, Items: []iampolicy.Principal{
			{Type: iampolicy.Known("AWS"), IDs: iampolicy.UnknownList()},
		}},
		NotPrincipals: iampolicy.Principals{Items: []iampolicy.Principal{
			{Type: iampolicy.Known("Service"), IDs: iampolicy.KnownList("s")},
		}},
		Conditions: iampolicy.Conditions{Open: true, Items: []iampolicy.Condition{
			{Operator: iampolicy.Known("StringEquals"), Key: iampolicy.Unknown(), Values: iampolicy.KnownList("v")},
		}},
	}}}
	got := newDocuments(graph.New([]*graph.Resource{r})).data(r).Document
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("(-want +got)", diff)
	}
}

func TestDocumentDeferredWhole(t *testing.T) {
	r := graphtest.DeferredDocument(t, "x", "a:A")
	r.Deferred = true
	if got := newDocuments(graph.New([]*graph.Resource{r})).data(r).Document; !got.Open {
		t.Errorf("got %v, want an open document", outline(got))
	}
}

// No plan has a data source that refers to itself, or documents that double
// without end; a made-up one must not hang.
func TestDocumentsWithoutEnd(t *testing.T) {
	origins := map[string]graph.Origins{}
	loop := graphtest.Build(t, "data.aws_iam_policy_document.loop", map[string]cty.Value{
		"json": graphtest.UnknownText(), "source_policy_documents": cty.TupleVal([]cty.Value{graphtest.UnknownText()}),
	}, origins)
	origins["source_policy_documents"] = graphtest.RefersTo("json", loop)
	if got := newDocuments(graph.New([]*graph.Resource{loop})).data(loop); !got.Open {
		t.Error("a document of itself is not open")
	}

	last := graphtest.DeferredDocument(t, "d0", "a:A")
	all := []*graph.Resource{last}
	for i := range 40 {
		last = graphtest.Build(t, "data.aws_iam_policy_document.d"+strconv.Itoa(i+1), map[string]cty.Value{
			"json": graphtest.UnknownText(),
			// Two arguments, so that each document is twice the one before.
			"source_policy_documents":   cty.TupleVal([]cty.Value{graphtest.UnknownText()}),
			"override_policy_documents": cty.TupleVal([]cty.Value{graphtest.UnknownText()}),
		}, map[string]graph.Origins{
			"source_policy_documents": graphtest.RefersTo("json", last), "override_policy_documents": graphtest.RefersTo("json", last),
		})
		all = append(all, last)
	}
	if got := newDocuments(graph.New(all)).data(last); !got.Open || len(got.Statements) > 1000 {
		t.Errorf("%d statements, open %v; want at most 1000 of an open document", len(got.Statements), got.Open)
	}
}

// What a document rests on goes with it, and what may not be there stays so.
func TestDocumentByLocal(t *testing.T) {
	a, b := graphtest.DeferredDocument(t, "a", "a:A"), graphtest.DeferredDocument(t, "b", "b:B")
	local := func(documents ...*graph.Resource) graph.Origins {
		o := graphtest.RefersTo("json", documents...)
		o.Locals = []string{"local.strict"}
		return o
	}
	between := graphtest.Build(t, "data.aws_iam_policy_document.between",
		graphtest.Pairs("json", graphtest.UnknownText(), "source_policy_documents", graphtest.One(graphtest.UnknownText())),
		map[string]graph.Origins{"source_policy_documents": local(a, b)})
	older := graphtest.Build(t, "data.aws_iam_policy_document.older",
		graphtest.Pairs("json", graphtest.UnknownText(), "source_json", graphtest.UnknownText()), map[string]graph.Origins{"source_json": local(a)})
	tests := []struct {
		name    string
		origins graph.Origins
		want    []string
	}{
		{"in the argument", local(a), []string{"Allow a:A"}},
		{"in the data source", graphtest.RefersTo("json", between), []string{"Allow a:A?", "Allow b:B?"}},
		{"in an older argument of it", graphtest.RefersTo("json", older), []string{"Allow a:A"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			policy := graphtest.Build(t, "aws_iam_policy.p", graphtest.Pairs("policy", graphtest.UnknownText()), map[string]graph.Origins{"policy": test.origins})
			whole := graphtest.Build(t, "data.aws_iam_policy_document.whole",
				graphtest.Pairs("json", graphtest.UnknownText(), "source_policy_documents", graphtest.One(graphtest.UnknownText())),
				map[string]graph.Origins{"source_policy_documents": test.origins})
			d := newDocuments(graph.New([]*graph.Resource{a, b, between, older, policy, whole}))
			for _, doc := range []Document{d.Of(policy.Attr("policy")), d.data(whole)} {
				if diff := cmp.Diff(test.want, outline(doc.Document)); diff != "" {
					t.Error("(-want +got)", diff)
				}
				if want := []string{"local.strict only chooses between the references beside it"}; !cmp.Equal(want, doc.Assumes) {
					t.Errorf("assumes %q, want %q", doc.Assumes, want)
				}
			}
		})
	}
}
