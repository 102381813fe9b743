package finding

import "testing"

func TestWorst(t *testing.T) {
	tests := []struct {
		of   []Status
		want Status
	}{
		{nil, NotApplicable},
		{[]Status{NotApplicable, Pass}, Pass},
		{[]Status{Pass, Manual}, Manual},
		{[]Status{Manual, Unknown, Pass}, Unknown},
		{[]Status{Unknown, Fail, Manual}, Fail},
		{[]Status{"nonsense"}, NotApplicable},
	}
	for _, tt := range tests {
		if got := Worst(tt.of...); got != tt.want {
			t.Errorf("Worst(%v) = %s, want %s", tt.of, got, tt.want)
		}
	}
}

func TestParse(t *testing.T) {
	for _, s := range Severities() {
		if got, err := ParseSeverity(string(s)); err != nil || got != s {
			t.Errorf("ParseSeverity(%q) = %q, %v", s, got, err)
		}
	}
	_, err := ParseSeverity("severe")
	if want := `unknown severity "severe": expected one of low, medium, high, critical`; err == nil || err.Error() != want {
		t.Errorf("ParseSeverity: %v, want %s", err, want)
	}
}

func TestSeverityAtLeast(t *testing.T) {
	tests := []struct {
		severity, floor Severity
		want            bool
	}{
		{High, High, true}, {Critical, High, true}, {Medium, High, false}, {Low, "", true}, {"", "", true}, {"", Low, false},
	}
	for _, tt := range tests {
		if got := tt.severity.AtLeast(tt.floor); got != tt.want {
			t.Errorf("%q.AtLeast(%q) = %v, want %v", tt.severity, tt.floor, got, tt.want)
		}
	}
}

func TestCounts(t *testing.T) {
	var c Counts
	for i, s := range Statuses() {
		for range i + 1 {
			c.Add(s)
		}
	}
	for i, s := range Statuses() {
		if c.Of(s) != i+1 {
			t.Errorf("Of(%s) = %d, want %d", s, c.Of(s), i+1)
		}
	}
}
