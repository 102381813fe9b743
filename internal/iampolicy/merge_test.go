package iampolicy

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// allowing is a statement of a Sid and an action.
func allowing(sid, action string) Statement {
	return Statement{Sid: Known(sid), Effect: Known(Allow), Actions: KnownList(action)}
}

func doubtful(s Statement) Statement {
	s.Uncertain = true
	return s
}

func TestDataSource(t *testing.T) {
	of := func(statements ...Statement) Document { return Document{Statements: statements} }
	unnamed := Statement{Sid: Unknown(), Effect: Known(Allow), Actions: KnownList("u")}
	for _, tt := range []struct {
		name      string
		sources   []Document
		own       Document
		overrides []Document
		want      Document
	}{
		{"nothing", nil, Document{}, nil, Document{}},
		{"order", []Document{of(allowing("s", "1")), of(allowing("", "2"))}, of(allowing("o", "3")), []Document{of(allowing("", "4"))},
			of(allowing("s", "1"), allowing("", "2"), allowing("o", "3"), allowing("", "4"))},
		{"own statements replace sources in place", []Document{of(allowing("a", "1"), allowing("b", "2"))}, of(allowing("a", "3")), nil,
			of(allowing("a", "3"), allowing("b", "2"))},
		{"overrides replace", nil, of(allowing("a", "1"), allowing("", "2")), []Document{of(allowing("a", "3")), of(allowing("a", "4"))},
			of(allowing("a", "4"), allowing("", "2"))},
		{"an unknown override may replace what has a Sid", nil, of(allowing("a", "1"), allowing("", "2")), []Document{UnknownDocument()},
			Document{Statements: []Statement{doubtful(allowing("a", "1")), allowing("", "2")}, Open: true}},
		{"an unknown source replaces nothing", []Document{UnknownDocument()}, of(allowing("a", "1")), nil,
			Document{Statements: []Statement{allowing("a", "1")}, Open: true}},
		{"an unknown Sid may replace", nil, of(allowing("a", "1")), []Document{of(unnamed)}, of(doubtful(allowing("a", "1")), unnamed)},
		{"an unknown Sid may be replaced", nil, of(unnamed), []Document{of(allowing("a", "1"))}, of(doubtful(unnamed), allowing("a", "1"))},
		{"a statement that may not be there may replace", nil, of(allowing("a", "1")), []Document{of(doubtful(allowing("a", "2")))},
			of(doubtful(allowing("a", "1")), doubtful(allowing("a", "2")))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := DataSource(tt.sources, tt.own, tt.overrides)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("DataSource (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDataSourceVariables(t *testing.T) {
	s := func(variable string) Statement {
		ids := Principals{Items: []Principal{{Type: Known(AWS), IDs: KnownList(variable)}}}
		return Statement{
			Effect: Known(Allow), Actions: KnownList("a"),
			Principals: ids, NotPrincipals: ids,
			Resources: KnownList(variable), NotResources: KnownList(variable),
			Conditions: Conditions{Items: []Condition{{Operator: Known("StringLike"), Key: Known("k"), Values: KnownList(variable)}}},
		}
	}
	own := Document{Statements: []Statement{s("x/&{aws:username}")}}
	got := DataSource(nil, own, nil)
	if diff := cmp.Diff(Document{Statements: []Statement{s("x/${aws:username}")}}, got); diff != "" {
		t.Errorf("own statements (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Document{Statements: []Statement{s("x/&{aws:username}")}}, own); diff != "" {
		t.Errorf("the argument was changed (-want +got):\n%s", diff)
	}
	got = DataSource([]Document{own}, Document{}, nil)
	if diff := cmp.Diff(own, got); diff != "" {
		t.Errorf("a source's statements (-want +got):\n%s", diff)
	}
}
