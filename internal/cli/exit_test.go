package cli

import (
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

func TestJudge(t *testing.T) {
	on := func(control string, s finding.Status) finding.Finding {
		return finding.Finding{Control: control, Status: s}
	}
	waived := on("low", finding.Fail)
	waived.Waiver = &finding.Waiver{Kind: "file", Reason: "a lab"}
	fail := []finding.Status{finding.Fail}
	all := []finding.Status{finding.Fail, finding.Unknown, finding.Manual}
	tests := []struct {
		name     string
		limit    threshold
		findings []finding.Finding
		broken   bool
		code     int
		why      string
	}{
		{"nothing", threshold{statuses: fail}, nil, false, 0, "exit 0, because nothing fails"},
		{"passes", threshold{statuses: all}, []finding.Finding{on("low", finding.Pass), on("high", finding.NotApplicable)}, false,
			0, "exit 0, because nothing fails"},
		{"fails", threshold{statuses: fail}, []finding.Finding{on("low", finding.Fail)}, false, 1, "exit 1, because 1 control fails"},
		{"controls count, not findings", threshold{statuses: fail}, []finding.Finding{on("low", finding.Fail), on("low", finding.Fail),
			on("high", finding.Fail)}, false, 1, "exit 1, because 2 controls fail"},
		{"open questions do not count", threshold{statuses: fail}, []finding.Finding{on("low", finding.Unknown), on("high", finding.Manual)},
			false, 0, "exit 0, because nothing fails"},
		{"open questions that count", threshold{statuses: all}, []finding.Finding{on("low", finding.Manual), on("high", finding.Unknown)},
			false, 1, "exit 1, because 1 control is unknown, 1 control is manual"},
		{"a control counts by its worst, listed first", threshold{statuses: all},
			[]finding.Finding{on("low", finding.Fail), on("low", finding.Manual)}, false, 1, "exit 1, because 1 control fails"},
		{"a control counts by its worst, listed last", threshold{statuses: all},
			[]finding.Finding{on("low", finding.Manual), on("low", finding.Unknown)}, false, 1, "exit 1, because 1 control is unknown"},
		{"below the severity", threshold{statuses: fail, floor: finding.High}, []finding.Finding{on("low", finding.Fail)}, false,
			0, "exit 0, because nothing of high severity or above fails"},
		{"at the severity", threshold{statuses: fail, floor: finding.High}, []finding.Finding{on("high", finding.Fail)}, false,
			1, "exit 1, because 1 control fails"},
		{"nothing fails at any severity", threshold{statuses: fail, floor: finding.High}, []finding.Finding{on("low", finding.Pass)}, false,
			0, "exit 0, because nothing fails"},
		{"waived", threshold{statuses: fail}, []finding.Finding{waived}, false, 0, "exit 0, because all that fails is waived"},
		{"waived in part, below the severity", threshold{statuses: fail, floor: finding.High}, []finding.Finding{waived, on("low", finding.Fail)},
			false, 0, "exit 0, because nothing of high severity or above fails"},
		{"waived in part", threshold{statuses: fail}, []finding.Finding{waived, on("low", finding.Fail)}, false, 1, "exit 1, because 1 control fails"},
		{"soft", threshold{statuses: fail, soft: true}, []finding.Finding{on("low", finding.Fail)}, false,
			0, "exit 0 by --soft-fail, although 1 control fails"},
		{"none", threshold{}, []finding.Finding{on("low", finding.Fail)}, false, 0, "exit 0, by --fail-on none"},
		{"broken wins", threshold{statuses: fail, soft: true}, []finding.Finding{on("low", finding.Fail)}, true,
			2, "exit 2, because an input was not scanned"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := &finding.Report{
				Controls: []finding.Control{{ID: "low", Severity: finding.Low}, {ID: "high", Severity: finding.High}},
				Findings: tt.findings,
			}
			for _, f := range tt.findings {
				r.Summary.Findings.Add(f.Status)
				if f.Waiver != nil {
					r.Summary.Findings.Waived++
				}
			}
			if code, why := tt.limit.judge(r, tt.broken); code != tt.code || why != tt.why {
				t.Errorf("got %d %q, want %d %q", code, why, tt.code, tt.why)
			}
		})
	}
}
