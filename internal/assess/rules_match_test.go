package assess

import (
	"fmt"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// failures are of one control, each at an address of its own.
func failures(n int) []finding.Finding {
	var all []finding.Finding
	for i := range n {
		all = append(all, finding.Finding{Control: "1.2", Status: finding.Fail, Address: fmt.Sprintf("module.m%d.aws_ecr_repository.r", i)})
	}
	return all
}

// A waiver is looked up by what it is for: neither addresses without wildcards nor
// those of other modules are matched one by one.
func TestWaiversAreLookedUp(t *testing.T) {
	const n = 2000
	for _, format := range []string{"module.m%d.aws_ecr_repository.r", "module.m%d.**", "module.m%d.aws_ecr_repository.*"} {
		rules := newRules()
		for i := range n {
			rules.addEntry(&rule{control: "1.2"}, setting.NewPattern(fmt.Sprintf(format, i)))
		}
		for _, f := range failures(n) {
			if rules.waive(f) == nil {
				t.Fatalf("%s: %s is not waived", format, f.Address)
			}
		}
		if made := mostMatches - rules.matches; made > n {
			t.Errorf("%s: %d matches for %d failures", format, made, n)
		}
	}
}

// Past the limit a wildcard waives nothing, and the report says so.
func TestWildcardsAreBounded(t *testing.T) {
	rules := newRules()
	rules.matches = 10
	rules.addEntry(&rule{control: "1.2"}, setting.NewPattern("**.r"))
	waived := 0
	for _, f := range failures(100) {
		if rules.waive(f) != nil {
			waived++
		}
	}
	a := &Assessor{benchmark: small()}
	said := a.diagnostics(rules, false)
	if waived != 10 || len(said) != 1 || said[0].Severity != finding.DiagnosticWarning {
		t.Errorf("%d waived, and the report says %+v", waived, said)
	}
}

// All comments of one block are met with its first failure, and the first that
// holds counts. The report names some that need somebody's eye, and counts the rest.
func TestManyComments(t *testing.T) {
	rules := newRules()
	var same []Suppression
	same = append(same, Suppression{Suppression: setting.Suppression{Address: "module.m0"}})
	for i := range 1000 {
		state := holds
		if i == 0 {
			state = expired
		}
		rules.addComment(&rule{control: "1.2", state: state, assessed: true, noun: "n", file: "main.tf", line: i + 1, waiver: finding.Waiver{Reason: fmt.Sprint(i)}}, same)
	}
	for range 3 {
		if w := rules.waive(failures(1)[0]); w == nil || w.Reason != "1" {
			t.Fatalf("waived by %+v, want the second", w)
		}
	}
	for _, r := range rules.all {
		if !r.hit {
			t.Fatalf("the comment on line %d is for nothing", r.line)
		}
	}
	other := newRules()
	for i := range 1000 {
		other.addComment(&rule{control: "1.2", assessed: true, noun: "n", file: "main.tf", line: i + 1}, same)
	}
	a := &Assessor{benchmark: small()}
	if said := a.diagnostics(other, true); len(said) != 51 || said[50].Summary != "950 more inline waivers expired, will expire soon, or have no effect" {
		t.Errorf("%d diagnostics, the last is %+v", len(said), said[len(said)-1])
	}
}
