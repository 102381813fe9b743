package controls

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
)

// statementBlock is a statement of a data source with one action.
func statementBlock(action string) cty.Value {
	return cty.ObjectVal(map[string]cty.Value{"actions": textList(action), "resources": textList("*")})
}

// deferredDocument is a data source put off to the apply, with a statement for
// each of the actions.
func deferredDocument(t *testing.T, name string, actions ...string) *graph.Resource {
	t.Helper()
	var blocks []cty.Value
	for _, action := range actions {
		blocks = append(blocks, statementBlock(action))
	}
	return build(t, "data.aws_iam_policy_document."+name, map[string]cty.Value{
		"json": unknownText(), "minified_json": unknownText(), "statement": cty.TupleVal(blocks),
	}, nil)
}

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
	a, b := deferredDocument(t, "a", "a:A"), deferredDocument(t, "b", "b:B")
	read := build(t, "data.aws_iam_policy_document.read", map[string]cty.Value{
		"json": cty.StringVal(`{"Statement": {"Effect": "Deny", "Action": "c:C", "Resource": "*"}}`),
	}, nil)
	ahead := build(t, "data.aws_iam_policy_document.ahead", args("json", unknownText(), "statement", cty.DynamicVal), nil)
	role := build(t, "aws_iam_role.x", nil, nil)
	beside := refersTo("json", a)
	beside.Refs = append(beside.Refs, graph.Ref{Resource: role, Attr: "arn"})
	elsewhere := refersTo("json", a)
	elsewhere.Others = []string{"aws_sqs_queue.x"}
	unresolved := refersTo("json", a)
	unresolved.Unresolved = []string{"each.value"}

	tests := []struct {
		name    string
		policy  cty.Value
		origins graph.Origins
		want    []string
	}{
		{"left out", cty.NullVal(cty.String), graph.Origins{}, nil},
		{"known", cty.StringVal(`{"Statement": {"Effect": "Allow", "Action": "x:Y", "Resource": "*"}}`), graph.Origins{}, []string{"Allow x:Y"}},
		{"no policy", cty.StringVal(`{}}`), graph.Origins{}, []string{"…"}},
		{"unknown", unknownText(), refersTo("arn", role), []string{"…"}},
		{"one data source", unknownText(), refersTo("json", a), []string{"Allow a:A"}},
		{"one that was read", unknownText(), refersTo("json", read), []string{"Deny c:C"}},
		{"one of two", unknownText(), refersTo("json", a, b), []string{"Allow a:A?", "Allow b:B?"}},
		{"one of two, the first of which is open", unknownText(), refersTo("json", ahead, b), []string{"Allow b:B?", "…"}},
		{"a reference beside it", unknownText(), beside, []string{"Allow a:A?", "…"}},
		{"another resource beside it", unknownText(), elsewhere, []string{"Allow a:A?", "…"}},
		{"an end that is open", unknownText(), unresolved, []string{"Allow a:A?", "…"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			policy := build(t, "aws_iam_policy.p", map[string]cty.Value{"policy": test.policy}, map[string]graph.Origins{"policy": test.origins})
			d := newDocuments(graph.New([]*graph.Resource{a, ahead, b, read, role, policy}))
			if diff := cmp.Diff(test.want, outline(d.of(policy.Attr("policy")).Document)); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestDocumentOfDocuments(t *testing.T) {
	a, b := deferredDocument(t, "a", "a:A"), deferredDocument(t, "b", "b:B")
	known := `{"Statement": {"Effect": "Allow", "Action": "k:K", "Resource": "*"}}`
	list := func(elements ...cty.Value) cty.Value { return cty.TupleVal(elements) }
	tests := []struct {
		name     string
		argument string
		value    cty.Value
		refs     []*graph.Resource
		want     []string
	}{
		{"sources", "source_policy_documents", list(unknownText(), unknownText()), []*graph.Resource{a, b}, []string{"Allow a:A", "Allow b:B", "Allow own:O"}},
		{"a known one beside it", "source_policy_documents", list(cty.StringVal(known), unknownText()), []*graph.Resource{a}, []string{"Allow k:K", "Allow a:A", "Allow own:O"}},
		{"one of two", "source_policy_documents", list(unknownText()), []*graph.Resource{a, b}, []string{"Allow a:A?", "Allow b:B?", "Allow own:O"}},
		{"fewer than elements", "source_policy_documents", list(unknownText(), unknownText()), []*graph.Resource{a}, []string{"Allow a:A?", "Allow own:O", "…"}},
		{"a list that is not known", "source_policy_documents", cty.DynamicVal, []*graph.Resource{a}, []string{"Allow a:A?", "Allow own:O", "…"}},
		{"nothing to follow", "source_policy_documents", list(unknownText()), nil, []string{"Allow own:O", "…"}},
		{"overrides", "override_policy_documents", list(unknownText()), []*graph.Resource{a}, []string{"Allow own:O", "Allow a:A"}},
		{"the older source_json", "source_json", unknownText(), []*graph.Resource{a}, []string{"Allow a:A", "Allow own:O"}},
		{"the older override_json", "override_json", unknownText(), []*graph.Resource{a}, []string{"Allow own:O", "Allow a:A"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			whole := build(t, "data.aws_iam_policy_document.whole", map[string]cty.Value{
				"json": unknownText(), "statement": cty.TupleVal([]cty.Value{statementBlock("own:O")}), test.argument: test.value,
			}, map[string]graph.Origins{test.argument: refersTo("json", test.refs...)})
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
		"sid":           unknownText(),
		"effect":        cty.StringVal("Deny"),
		"actions":       cty.TupleVal([]cty.Value{cty.StringVal("x:A"), unknownText(), cty.NullVal(cty.String)}),
		"not_actions":   textList("x:N"),
		"resources":     unknownSet,
		"not_resources": textList("r"),
		"principals": cty.TupleVal([]cty.Value{
			cty.ObjectVal(map[string]cty.Value{"type": cty.StringVal("AWS"), "identifiers": unknownSet}), cty.DynamicVal,
		}),
		"not_principals": cty.TupleVal([]cty.Value{
			cty.ObjectVal(map[string]cty.Value{"type": cty.StringVal("Service"), "identifiers": textList("s")}),
		}),
		"condition": cty.TupleVal([]cty.Value{
			cty.ObjectVal(map[string]cty.Value{"test": cty.StringVal("StringEquals"), "variable": unknownText(), "values": textList("v")}), cty.DynamicVal,
		}),
	})
	r := build(t, "data.aws_iam_policy_document.x", map[string]cty.Value{
		"json": unknownText(), "statement": cty.TupleVal([]cty.Value{block, cty.DynamicVal}),
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
	r := deferredDocument(t, "x", "a:A")
	r.Deferred = true
	if got := newDocuments(graph.New([]*graph.Resource{r})).data(r).Document; !got.Open {
		t.Errorf("got %v, want an open document", outline(got))
	}
}

// No plan has a data source that refers to itself, or documents that double
// without end; a made-up one must not hang.
func TestDocumentsWithoutEnd(t *testing.T) {
	origins := map[string]graph.Origins{}
	loop := build(t, "data.aws_iam_policy_document.loop", map[string]cty.Value{
		"json": unknownText(), "source_policy_documents": cty.TupleVal([]cty.Value{unknownText()}),
	}, origins)
	origins["source_policy_documents"] = refersTo("json", loop)
	if got := newDocuments(graph.New([]*graph.Resource{loop})).data(loop); !got.Open {
		t.Error("a document of itself is not open")
	}

	last := deferredDocument(t, "d0", "a:A")
	all := []*graph.Resource{last}
	for i := range 40 {
		last = build(t, "data.aws_iam_policy_document.d"+strconv.Itoa(i+1), map[string]cty.Value{
			"json": unknownText(),
			// Two arguments, so that each document is twice the one before.
			"source_policy_documents":   cty.TupleVal([]cty.Value{unknownText()}),
			"override_policy_documents": cty.TupleVal([]cty.Value{unknownText()}),
		}, map[string]graph.Origins{
			"source_policy_documents": refersTo("json", last), "override_policy_documents": refersTo("json", last),
		})
		all = append(all, last)
	}
	if got := newDocuments(graph.New(all)).data(last); !got.Open || len(got.Statements) > 1000 {
		t.Errorf("%d statements, open %v; want at most 1000 of an open document", len(got.Statements), got.Open)
	}
}

// What a document rests on goes with it, and what may not be there stays so.
func TestDocumentByLocal(t *testing.T) {
	a, b := deferredDocument(t, "a", "a:A"), deferredDocument(t, "b", "b:B")
	local := func(documents ...*graph.Resource) graph.Origins {
		o := refersTo("json", documents...)
		o.Locals = []string{"local.strict"}
		return o
	}
	between := build(t, "data.aws_iam_policy_document.between",
		args("json", unknownText(), "source_policy_documents", listOfOne(unknownText())),
		map[string]graph.Origins{"source_policy_documents": local(a, b)})
	older := build(t, "data.aws_iam_policy_document.older",
		args("json", unknownText(), "source_json", unknownText()), map[string]graph.Origins{"source_json": local(a)})
	tests := []struct {
		name    string
		origins graph.Origins
		want    []string
	}{
		{"in the argument", local(a), []string{"Allow a:A"}},
		{"in the data source", refersTo("json", between), []string{"Allow a:A?", "Allow b:B?"}},
		{"in an older argument of it", refersTo("json", older), []string{"Allow a:A"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			policy := build(t, "aws_iam_policy.p", args("policy", unknownText()), map[string]graph.Origins{"policy": test.origins})
			whole := build(t, "data.aws_iam_policy_document.whole",
				args("json", unknownText(), "source_policy_documents", listOfOne(unknownText())),
				map[string]graph.Origins{"source_policy_documents": test.origins})
			d := newDocuments(graph.New([]*graph.Resource{a, b, between, older, policy, whole}))
			for _, doc := range []document{d.of(policy.Attr("policy")), d.data(whole)} {
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
