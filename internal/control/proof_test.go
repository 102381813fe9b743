package control_test

import (
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// A pass holds only if no gap may hold what it rests on not being there, and a
// failure that something elsewhere would fix likewise. What a gap was passed tells.
func TestVerdicts(t *testing.T) {
	role := graphtest.Build(t, "aws_iam_role.node", graphtest.Pairs("name", "node"), nil)
	other := graphtest.Build(t, "aws_iam_role.other", graphtest.Pairs("name", "other"), nil)
	passes := func(o graph.Origins) func() graph.Origins { return func() graph.Origins { return o } }
	refers := func(r *graph.Resource) func() graph.Origins { return passes(graphtest.RefersTo("name", r)) }
	module := func(passed func() graph.Origins) graph.Gap {
		return graph.Gap{Kind: graph.UnreadModule, Address: "module.m", Why: "x is not installed", Remedy: "run init", Passed: passed}
	}
	left := func(typ string, passed func() graph.Origins) graph.Gap {
		return graph.Gap{Kind: graph.NotPlanned, Address: typ + ".x", Types: []string{typ}, Passed: passed}
	}
	const attachment = "aws_iam_role_policy_attachment"
	more := left(attachment, refers(role))
	more.Kind = graph.MoreInstances
	label := module(refers(other))
	label.Provider = "null"
	ofRole := control.Absence{Types: []string{attachment}, Of: control.OfSubject, Says: "attaches nothing to it"}
	ofNothing := control.Absence{Types: []string{attachment}, Says: "configures nothing"}
	cure := func(a control.Absence) control.Absence { a.Cure = true; return a }
	pass := control.Verdict{Status: finding.Pass, Subject: role, Message: "so it is"}
	fail := control.Verdict{Status: finding.Fail, Subject: role, Message: "so it is"}
	tests := []struct {
		name    string
		verdict control.Verdict
		absence control.Absence
		gap     graph.Gap
		want    string // status, message and assumption
	}{
		{"a module that is passed the subject", pass, ofRole, module(refers(role)),
			"unknown: not proven that so it is: module.m was not read, and refers to aws_iam_role.node (x is not installed); run init"},
		{"a module that is passed its name as text", pass, ofRole, module(passes(graph.Origins{Literals: []cty.Value{graphtest.Object("a", "node")}})),
			"unknown: not proven that so it is: module.m was not read, and refers to aws_iam_role.node (x is not installed); run init"},
		{"a module that is passed another", pass, ofRole, module(refers(other)), "pass: so it is assuming module.m, which was not read, attaches nothing to it"},
		{"a module that is passed what cannot be followed", pass, ofRole, module(passes(graph.Origins{Locals: []string{"local.x"}})),
			"pass: so it is assuming module.m, which was not read, attaches nothing to it"},
		{"a module, and nothing to pass", pass, ofNothing, module(refers(role)), "pass: so it is assuming module.m, which was not read, configures nothing"},
		{"a block that refers to the subject", pass, ofRole, left(attachment, refers(role)), "unknown: not proven that so it is: " + attachment + ".x is not in this plan, and refers to aws_iam_role.node"},
		{"a block that refers to another", pass, ofRole, left(attachment, refers(other)), "pass: so it is"},
		{"a block of which that cannot be followed", pass, ofRole, left(attachment, passes(graph.Origins{Locals: []string{"local.x"}})),
			"unknown: not proven that so it is: " + attachment + ".x is not in this plan, and refers to aws_iam_role.node"},
		{"a block of another type", pass, ofRole, left("aws_iam_role", refers(role)), "pass: so it is"},
		{"a block that need not refer to anything", pass, ofNothing, left(attachment, refers(other)), "unknown: not proven that so it is: " + attachment + ".x is not in this plan"},
		{"more instances of a block", pass, ofRole, more, "pass: so it is assuming " + attachment + ".x, of which the plan may not have all instances, attaches nothing to it"},
		{"a file", pass, ofRole, graph.Gap{Kind: graph.UnreadFile, Range: &graph.Range{File: "x.tf", StartLine: 3}}, "unknown: not proven that so it is: x.tf:3 was not read"},
		{"a file, whatever a pass rests on", pass, cure(ofRole), graph.Gap{Kind: graph.UnreadFile, Range: &graph.Range{File: "x.tf", StartLine: 3}}, "unknown: not proven that so it is: x.tf:3 was not read"},
		{"a limit", pass, ofRole, graph.Gap{Kind: graph.PastLimit, Why: "too much"}, "unknown: not proven that so it is: the root module was not read in full (too much)"},
		{"what leaves no room", pass.Complete(), ofRole, module(refers(role)), "pass: so it is"},
		{"an absence of the subjects of another type", pass, control.Absence{Types: ofRole.Types, On: []string{"aws_iam_user"}, Of: control.OfSubject}, module(refers(role)), "pass: so it is"},
		{"a failure that rests on nothing", fail, cure(ofRole), module(refers(role)), "fail: so it is"},
		{"a failure that a module may fix", fail.Lacking(), cure(ofRole), module(refers(role)),
			"unknown: so it is; that may change by module.m, which was not read, and refers to aws_iam_role.node (x is not installed); run init"},
		{"a failure that a module without the subject would not", fail.Lacking(), cure(ofRole), module(refers(other)), "fail: so it is assuming module.m, which was not read, attaches nothing to it"},
		{"a failure about another resource", fail.Lacking(other), cure(ofRole), module(refers(role)), "fail: so it is assuming module.m, which was not read, attaches nothing to it"},
		{"a failure that any module may fix", fail.Lacking(), cure(ofNothing), module(refers(other)), "unknown: so it is; that may change by module.m, which was not read (x is not installed); run init"},
		{"a failure that a module of labels would not", fail.Lacking(), cure(ofNothing), label, "fail: so it is assuming module.m, which was not read, configures nothing"},
		{"a failure, and a pass's absence", fail.Lacking(), ofRole, module(refers(role)), "fail: so it is"},
		{"a failure, and a file", fail, ofRole, graph.Gap{Kind: graph.UnreadFile, Range: &graph.Range{File: "x.tf", StartLine: 3}}, "fail: so it is assuming x.tf:3, which was not read, does not change it"},
		{"a failure, and a limit", fail, ofRole, graph.Gap{Kind: graph.PastLimit}, "fail: so it is"},
		{"what was not passed to a function", pass, ofRole, graph.Gap{Kind: graph.NotPassed}, "manual: so it is; an aws_iam_role_policy_attachment that was not passed may change that"},
		{"what was not passed, of what names nothing", pass, ofNothing, graph.Gap{Kind: graph.NotPassed}, "pass: so it is assuming what was not passed configures nothing"},
		{"a failure, and what was not passed", fail.Lacking(), cure(ofRole), graph.Gap{Kind: graph.NotPassed}, "fail: so it is assuming what was not passed attaches nothing to it"},
		{"a question to a person", control.Verdict{Status: finding.Manual, Subject: role, Message: "look"}, ofRole, module(refers(role)), "manual: look"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := graph.New([]*graph.Resource{role, other})
			g.Gaps = []graph.Gap{test.gap}
			e := control.Evaluator{Absences: []control.Absence{test.absence}, Evaluate: func(control.Input) []control.Verdict { return []control.Verdict{test.verdict} }}
			v := e.Verdicts(control.Input{Graph: g})[0]
			got := string(v.Status) + ": " + v.Message
			if len(v.Assumes) > 0 {
				got += " assuming " + strings.Join(v.Assumes, "; ")
			}
			if got != test.want {
				t.Errorf("%s\nwant %s", got, test.want)
			}
		})
	}
}
