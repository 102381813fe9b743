package iampolicy

import (
	"fmt"
	"testing"
)

// TestManyStatements holds that documents that are joined keep a bounded number of
// statements, are open for the rest, and that the rest may replace what was read.
func TestManyStatements(t *testing.T) {
	var many Document
	for i := range 5 * mostStatements {
		s := statement(Allow, KnownList("ecr:*"), KnownList("*"))
		s.Sid = Known(fmt.Sprintf("s%d", i))
		many.Statements = append(many.Statements, s)
	}
	first := many
	first.Statements = many.Statements[:mostStatements]
	if got := DataSource([]Document{first}, Document{}, nil); got.Open || len(got.Statements) != mostStatements || got.Statements[0].Uncertain {
		t.Errorf("%d statements, open %v, want %d that are certain", len(got.Statements), got.Open, mostStatements)
	}
	for name, got := range map[string]Document{
		"own":     DataSource(nil, many, nil),
		"sources": DataSource([]Document{first, many}, Document{}, nil),
		"others":  DataSource(nil, first, []Document{{Statements: many.Statements[mostStatements:]}}),
	} {
		if !got.Open || len(got.Statements) != mostStatements || !got.Statements[0].Uncertain {
			t.Errorf("%s: %d statements, open %v, first uncertain %v", name, len(got.Statements), got.Open, got.Statements[0].Uncertain)
		}
	}
}

// A statement that takes the place of one that was in doubt is in doubt again only for
// what comes after it.
func TestDoubtAfterReplacement(t *testing.T) {
	named := statement(Allow, KnownList("ecr:*"), KnownList("*"))
	named.Sid = Known("a")
	unknown := named
	unknown.Sid = Unknown()
	of := func(statements ...Statement) []Document { return []Document{{Statements: statements}} }
	if got := DataSource(of(named, unknown, named), Document{}, nil); got.Statements[0].Uncertain || got.Statements[1].Uncertain {
		t.Errorf("a statement that replaced one in doubt is in doubt: %+v", got.Statements)
	}
	if got := DataSource(of(named, unknown, named, unknown), Document{}, nil); !got.Statements[0].Uncertain {
		t.Error("a statement of an unknown Sid does not put the one before it in doubt")
	}
}
