package assess

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Where a part of the source was not read nothing passes, and what fails assumes
// that the part does not take it back.
func TestPartly(t *testing.T) {
	places := []graph.Range{{File: "x.tf", StartLine: 3}, {File: "x.tf", StartLine: 3}, {File: "y.tf", StartLine: 1}}
	tests := []struct {
		status, want     finding.Status
		message, assumes string
		unread           []graph.Range
	}{
		{finding.Pass, finding.Pass, "so it is", "", nil},
		{finding.Pass, finding.Unknown, "not proven that so it is: x.tf:3 was not read", "", places[:2]},
		{finding.Pass, finding.Unknown, "not proven that so it is: x.tf:3 (and 1 more) was not read", "", places},
		{finding.Fail, finding.Fail, "so it is", "x.tf:3, which was not read, does not change it", places[:1]},
		{finding.Manual, finding.Manual, "so it is", "", places},
		{finding.Unknown, finding.Unknown, "so it is", "", places},
	}
	for _, test := range tests {
		v := partly(control.Verdict{Status: test.status, Message: "so it is"}, test.unread)
		assumes := ""
		for _, a := range v.Assumes {
			assumes += a
		}
		if v.Status != test.want || v.Message != test.message || assumes != test.assumes {
			t.Errorf("%s, %d parts: %s %q assuming %q", test.status, len(test.unread), v.Status, v.Message, assumes)
		}
	}
}

// A control without a subject is not applicable only if all was read.
func TestWithoutSubject(t *testing.T) {
	f := judge{}.withoutSubject(nil)
	if f.Status != finding.NotApplicable {
		t.Errorf("all read: %s", f.Status)
	}
	f = judge{}.withoutSubject([]graph.Range{{File: "x.tf", StartLine: 3, StartCol: 1, EndLine: 3, EndCol: 1}})
	want := &finding.Location{File: "x.tf", StartLine: 3, StartColumn: 1, EndLine: 3, EndColumn: 1}
	if diff := cmp.Diff(want, f.Location); diff != "" || f.Status != finding.Unknown {
		t.Errorf("%s (-want +got)\n%s", f.Status, diff)
	}
}
