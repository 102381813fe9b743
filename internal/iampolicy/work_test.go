package iampolicy

import (
	"fmt"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// resources are n patterns of repositories of which none covers another.
func resources(n int, of string) List {
	var l List
	for i := range n {
		l.Items = append(l.Items, Known(fmt.Sprintf("arn:aws:ecr:*:111122223333:repository/%s-%d-*", of, i)))
	}
	return l
}

func statement(effect string, actions, on List) Statement {
	return Statement{Effect: Known(effect), Actions: actions, Resources: on}
}

// TestManyDenials holds that comparing what is allowed with what is denied is
// bounded, and that what is not compared any more is neither allowed nor denied.
func TestManyDenials(t *testing.T) {
	const many = 3000
	push := KnownList("ecr:PutImage")
	for _, c := range []struct {
		name  string
		allow List
		deny  List
		want  ECRVerdict
	}{
		{"a few that do not cover it", resources(3, "a"), resources(3, "b"), ECRWrite},
		{"a few that cover it", resources(3, "a"), resources(3, "a"), ECRReadOnly},
		{"many that cover it", resources(many, "a"), resources(many, "a"), ECRUndecided},
	} {
		docs := Document{Statements: []Statement{statement(Allow, push, c.allow), statement(Deny, push, c.deny)}}
		if got := Writes(docs).Verdict; got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestStepsOfDenials holds that long patterns, and many actions, are charged.
func TestStepsOfDenials(t *testing.T) {
	allow := statement(Allow, KnownList("ecr:PutImage"), resources(10, "a"))
	set := denialsOf([]Document{{Statements: []Statement{statement(Deny, KnownList("ecr:*"), resources(100, "b"))}}})
	if got := allow.reaches("ecr:PutImage", true, set); got != logic.Yes {
		t.Errorf("the action is allowed: %v, want yes", got)
	}
	if took := mostComparisons - *set.left; took < 100 || took > 3000 {
		t.Errorf("%d steps for a target and 100 denied resources", took)
	}
	*set.left = -1
	if got := allow.reaches("ecr:PutImage", true, set); got != logic.Maybe {
		t.Errorf("past the limit the action is allowed: %v, want maybe", got)
	}
}
