package iampolicy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		name, json string
		want       Document
	}{
		{"one statement, strings",
			`{"Version":"2012-10-17","Id":"x","Statement":{"Sid":"a","Effect":"Allow","Principal":"*","Action":"ecr:*","Resource":"*"}}`,
			Document{Statements: []Statement{{
				Sid: Known("a"), Effect: Known(Allow),
				Principals: Principals{Items: []Principal{{Type: Known(Anyone), IDs: KnownList("*")}}},
				Actions:    KnownList("ecr:*"), Resources: KnownList("*"),
			}}},
		},
		{"lists, and the Not twins",
			`{"Statement":[{"Effect":"Deny","NotPrincipal":{"AWS":["a","b"],"Service":"s"},"NotAction":["x","y"],"NotResource":["r"]}]}`,
			Document{Statements: []Statement{{
				Effect: Known(Deny),
				NotPrincipals: Principals{Items: []Principal{
					{Type: Known(AWS), IDs: KnownList("a", "b")},
					{Type: Known(Service), IDs: KnownList("s")},
				}},
				NotActions: KnownList("x", "y"), NotResources: KnownList("r"),
			}}},
		},
		{"condition values of every kind",
			`{"Statement":[{"Effect":"Allow","Action":"a","Condition":{"Bool":{"k":true},"NumericEquals":{"n":[1,"2"]},"StringLike":{}}}]}`,
			Document{Statements: []Statement{{
				Effect: Known(Allow), Actions: KnownList("a"),
				Conditions: Conditions{Items: []Condition{
					{Operator: Known("Bool"), Key: Known("k"), Values: KnownList("true")},
					{Operator: Known("NumericEquals"), Key: Known("n"), Values: KnownList("1", "2")},
				}},
			}}},
		},
		{"federated and canonical principals",
			`{"Statement":[{"Effect":"Allow","Principal":{"Federated":"f","CanonicalUser":["c"]},"Action":"a"}]}`,
			Document{Statements: []Statement{{
				Effect: Known(Allow), Actions: KnownList("a"),
				Principals: Principals{Items: []Principal{
					{Type: Known(Federated), IDs: KnownList("f")},
					{Type: Known(CanonicalUser), IDs: KnownList("c")},
				}},
			}}},
		},
		{"an account's leading zeros", `{"Statement":[{"Effect":"Allow","Action":"a","Condition":{"StringEquals":{"aws:SourceAccount":111122223333}}}]}`,
			Document{Statements: []Statement{{
				Effect: Known(Allow), Actions: KnownList("a"),
				Conditions: Conditions{Items: []Condition{{Operator: Known("StringEquals"), Key: Known("aws:SourceAccount"), Values: KnownList("111122223333")}}},
			}}},
		},
		{"white space", "\n\r\n\t" + strings.Repeat(" \n", maxDocument) + `{"Statement":[]` + strings.Repeat("\t", maxDocument) + "}\n", Document{}},
		{"as long as IAM takes", `{"Id":"` + strings.Repeat("é", maxDocument-24) + `","Statement":[]}`, Document{}},
		{"escaped letters", `{"Statement":{"\u0045ffect":"\u0041llow","Action":"ecr\u003a\u002a"}}`,
			Document{Statements: []Statement{{Effect: Known(Allow), Actions: KnownList("ecr:*")}}},
		},
		{"no statements", `{"Version":"2012-10-17"}`, Document{}},
		{"an empty list", `{"Statement":[]}`, Document{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse(tt.json)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Parse (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	statement := func(members string) string { return `{"Statement":[{` + members + `}]}` }
	for _, tt := range []struct{ name, json, want string }{
		{"empty", ``, "policy document: expected well-formed JSON, found its end too early"},
		{"null", `null`, "policy document: expected an object with the element Statement, found null"},
		{"list", `[]`, "policy document: expected an object with the element Statement, found a list"},
		{"string", `"*"`, "found a string"},
		{"truncated", `{"Statement":[`, "Statement[0]: expected well-formed JSON, found its end too early"},
		{"trailing", `{"Statement":[]} {}`, "expected nothing after its closing brace"},
		{"no statement", `{}`, "expected the element Statement, found none"},
		{"statement a string", `{"Statement":"x"}`, "Statement: expected a statement or a list of statements, found a string"},
		{"statement null", `{"Statement":[null]}`, "Statement[0]: expected an object, found null"},
		{"unknown element", `{"statement":[]}`, `expected the elements Version, Id or Statement (names are case-sensitive), found "statement"`},
		{"unknown element of a statement", statement(`"effect":"Allow"`), `(names are case-sensitive), found "effect"`},
		{"no effect", statement(`"Action":"a"`), "Statement[0]: expected the element Effect, found none"},
		{"effect misspelt", statement(`"Effect":"allow","Action":"a"`), `Statement[0].Effect: expected "Allow" or "Deny", found "allow"`},
		{"effect a list", statement(`"Effect":["Allow"],"Action":"a"`), "Statement[0].Effect: expected a string, found a list"},
		{"no action", statement(`"Effect":"Allow"`), "expected the element Action or NotAction, found neither"},
		{"empty action", statement(`"Effect":"Allow","Action":[]`), "Statement[0].Action: expected at least one string, found none"},
		{"both actions", statement(`"Effect":"Allow","Action":"a","NotAction":"b"`), "expected one of Action and NotAction, found both"},
		{"both resources", statement(`"Effect":"Allow","Action":"a","Resource":"a","NotResource":"b"`), "expected one of Resource and NotResource, found both"},
		{"both principals", statement(`"Effect":"Allow","Action":"a","Principal":"*","NotPrincipal":"*"`), "expected one of Principal and NotPrincipal, found both"},
		{"action a number", statement(`"Effect":"Allow","Action":1`), "Statement[0].Action: expected a string or a list of strings, found a number"},
		{"action nested", statement(`"Effect":"Allow","Action":[["a"]]`), "Statement[0].Action[0]: expected a string, found a list"},
		{"principal a name", statement(`"Effect":"Allow","Action":"a","Principal":"me"`), `Statement[0].Principal: expected "*" or an object of principal types, found "me"`},
		{"principal of no type", statement(`"Effect":"Allow","Action":"a","Principal":{"Aws":"*"}`), `expected the elements AWS, Service, Federated or CanonicalUser (names are case-sensitive), found "Aws"`},
		{"condition a list", statement(`"Effect":"Allow","Action":"a","Condition":[]`), "Statement[0].Condition: expected an object of condition operators, found a list"},
		{"condition key missing", statement(`"Effect":"Allow","Action":"a","Condition":{"Bool":"true"}`), "Statement[0].Condition.Bool: expected an object of condition keys, found a string"},
		{"condition value an object", statement(`"Effect":"Allow","Action":"a","Condition":{"Bool":{"k":{}}}`), "Statement[0].Condition.Bool.k: expected a string, boolean or number, or a list of them, found an object"},
		{"condition value null", statement(`"Effect":"Allow","Action":"a","Condition":{"Bool":{"k":[null]}}`), "Statement[0].Condition.Bool.k[0]: expected a string, boolean or number"},
		{"duplicate element", statement(`"Effect":"Allow","Effect":"Deny","Action":"a"`), "without duplicate names"},
		{"duplicate key", statement(`"Effect":"Allow","Action":"a","Condition":{"Bool":{"k":"a","k":"b"}}`), "without duplicate names"},
		{"duplicate statements", `{"Statement":[],"Statement":[]}`, "without duplicate names"},
		{"ill-formed UTF-8", "{\"Statement\":[{\"Sid\":\"\xff\"}]}", "Statement[0].Sid: expected well-formed JSON"},
		{"deep", strings.Repeat(`{"Statement":`, 5000), "expected the elements Sid, Effect"},
		{"deep list", `{"Statement":` + strings.Repeat(`[`, 9000), "Statement[0]: expected an object, found a list"},
		{"too long", `{"Id":"` + strings.Repeat("a", maxDocument) + `","Statement":[]}`, "expected at most 131072 characters that are not white space"},
		{"a byte order mark", "\ufeff" + `{"Statement":[]}`, "expected well-formed JSON"},
		{"a space that is none of JSON's", "\u00a0" + `{"Statement":[]}`, "expected well-formed JSON"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(tt.json)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Parse: got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// parse reads a document that a test writes.
func parse(t testing.TB, json string) Document {
	t.Helper()
	doc, err := Parse(json)
	if err != nil {
		t.Fatalf("Parse(%s): %v", json, err)
	}
	return doc
}

// policy is a document of the statements, for Parse.
func policy(statements ...string) string {
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`
}

func TestParseOutline(t *testing.T) {
	for _, tt := range []struct {
		name, json string
		want       Document
	}{
		{"a gap is a string", `{"Statement":{"Sid":"~","Effect":"~","Action":["a","~"],"Resource":["~/x"]}}`,
			Document{Statements: []Statement{{
				Sid: Unknown(), Effect: Unknown(),
				Actions:   List{Items: []Text{Known("a"), Unknown()}},
				Resources: List{Items: []Text{Unknown()}},
			}}},
		},
		{"a gap alone may be a list", `{"Statement":[{"Effect":"Allow","Action":"~","Resource":"x~"}]}`,
			Document{Statements: []Statement{{
				Effect: Known(Allow), Actions: UnknownList(), Resources: List{Items: []Text{Unknown()}},
			}}},
		},
		{"statements", `{"Statement":[{"Effect":"Allow","Action":"a"},"~"]}`,
			Document{Open: true, Statements: []Statement{{Effect: Known(Allow), Actions: KnownList("a")}}},
		},
		{"all statements", `{"Statement":"~"}`, UnknownDocument()},
		{"principals", `{"Statement":[{"Effect":"Allow","Principal":"~","Action":"a"},{"Effect":"Allow","Principal":{"~":"b","AWS":["~"]},"Action":"a"}]}`,
			Document{Statements: []Statement{
				{Effect: Known(Allow), Principals: Principals{Open: true}, Actions: KnownList("a")},
				{Effect: Known(Allow), Actions: KnownList("a"), Principals: Principals{Items: []Principal{
					{Type: Unknown(), IDs: KnownList("b")},
					{Type: Known(AWS), IDs: List{Items: []Text{Unknown()}}},
				}}},
			}},
		},
		{"conditions", `{"Statement":[{"Effect":"Allow","Action":"a","Condition":"~"},{"Effect":"Allow","Action":"a","Condition":{"~":{"k":"v"},"Null":{"~:sub":"~"},"Bool":"~"}}]}`,
			Document{Statements: []Statement{
				{Effect: Known(Allow), Actions: KnownList("a"), Conditions: Conditions{Open: true}},
				{Effect: Known(Allow), Actions: KnownList("a"), Conditions: Conditions{Open: true, Items: []Condition{
					{Operator: Unknown(), Key: Known("k"), Values: KnownList("v")},
					{Operator: Known("Null"), Key: Unknown(), Values: List{Items: []Text{Unknown()}, Open: true}},
				}}},
			}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseOutline(tt.json, "~")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for _, document := range []string{
		`"~"`, `{"~":"2012-10-17"}`, `{"Statement":"x~"}`, `{"Statement":[{"~":"Allow","Action":"a"}]}`,
		`{"Statement":[{"Effect":"Allow","Action":"a","Condition":{"Bool":"x~"}}]}`,
	} {
		if got, err := ParseOutline(document, "~"); err == nil {
			t.Errorf("%s: expected an error, found %+v", document, got)
		}
	}
	if got, err := Parse(`{"Statement":"~"}`); err == nil {
		t.Errorf("a whole document has no gaps, found %+v", got)
	}
}
