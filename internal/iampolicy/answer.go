package iampolicy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// Answer is the answer to a question about documents. Truth is the greatest of
// its reasons', and at least Maybe when a document may hold more statements.
type Answer struct {
	Truth   logic.Truth
	Reasons []Reason // what is proven first, then by document and statement
}

// Reason is one statement's part in an answer.
type Reason struct {
	Document  int         // index among the documents asked about
	Statement int         // index in that document
	Sid       string      // empty when it has none, or it is unknown
	Truth     logic.Truth // Yes or Maybe

	// Items are the strings that decided, as they are written: action
	// patterns, or principals. A NotAction or NotPrincipal element is itself
	// the item ("NotAction"). Empty when what matters is unknown.
	Items []string

	// Actions are the ECR actions allowed, in AWS's spelling. Only [Writes], which sorts
	// them, and [ReadsBeyondPull] fill it; an action in no table is spelled as written.
	Actions []string
}

// String is where the statement stands: `Statement[1] (AllowPush)`.
func (r Reason) String() string {
	if r.Sid == "" {
		return fmt.Sprintf("Statement[%d]", r.Statement)
	}
	return fmt.Sprintf("Statement[%d] (%s)", r.Statement, r.Sid)
}

func reason(document, statement int, s Statement, t logic.Truth, items ...string) Reason {
	r := Reason{Document: document, Statement: statement, Truth: t, Items: items}
	if !s.Sid.Unknown {
		r.Sid = s.Sid.Value
	}
	return r
}

// ask puts a question to every statement. The question's strings become the
// reason's items.
func ask(docs []Document, question func(Statement) (logic.Truth, []string)) Answer {
	var a Answer
	for d, doc := range docs {
		if doc.Open {
			a.Truth = a.Truth.Or(logic.Maybe)
		}
		for i, s := range doc.Statements {
			t, items := question(s)
			if t == logic.No {
				continue
			}
			a.Truth = a.Truth.Or(t)
			a.Reasons = append(a.Reasons, reason(d, i, s, t, items...))
		}
	}
	sortReasons(a.Reasons)
	return a
}

func sortReasons(reasons []Reason) {
	slices.SortStableFunc(reasons, func(a, b Reason) int { return int(b.Truth) - int(a.Truth) })
}

// unique sorts and drops what is said twice, case apart.
func unique(items []string) []string {
	slices.SortFunc(items, func(a, b string) int {
		if c := strings.Compare(fold(a), fold(b)); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	return slices.CompactFunc(items, func(a, b string) bool { return fold(a) == fold(b) })
}
