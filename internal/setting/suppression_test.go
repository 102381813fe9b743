package setting

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseSuppression(t *testing.T) {
	one := func(control, expires, reason string) []Suppression {
		return []Suppression{{Control: control, Reason: reason, Expires: expires}}
	}
	tests := []struct {
		name, comment string
		want          []Suppression
	}{
		{"without a date", "# cisbench:ignore=5.4.1:the office moves", one("5.4.1", "", "the office moves")},
		{"with a date", "# cisbench:ignore=5.4.1:exp=2026-12-31:the office moves\n", one("5.4.1", "2026-12-31", "the office moves")},
		{"a key", "// cisbench:ignore=endpoint-access:lab", one("endpoint-access", "", "lab")},
		{"several", "# cisbench:ignore=5.4.1, 5.4.2,5.4.1:exp=2026-12-31: lab ", []Suppression{
			{Control: "5.4.1", Reason: "lab", Expires: "2026-12-31"}, {Control: "5.4.2", Reason: "lab", Expires: "2026-12-31"}}},
		{"no space", "#cisbench:ignore=5.4.1:lab", one("5.4.1", "", "lab")},
		{"two marks", "## cisbench:ignore=5.4.1:lab", one("5.4.1", "", "lab")},
		{"any case of the name", "# CISBench:ignore=5.4.1:lab", one("5.4.1", "", "lab")},
		{"colons in the reason", "# cisbench:ignore=5.4.1:see https://wiki/x: lab", one("5.4.1", "", "see https://wiki/x: lab")},
		{"a word like a date's", "# cisbench:ignore=5.4.1:expected=no", nil},
		{"block", "/* cisbench:ignore=5.4.1:lab */", one("5.4.1", "", "lab")},
		{"block of lines", "/*\n * cisbench:ignore=5.4.1:lab\n * and so on\n */", one("5.4.1", "", "lab")},
		{"CRLF", "# cisbench:ignore=5.4.1:lab\r\n", one("5.4.1", "", "lab")},
		{"no text", "# cisbench:ignore=5.4.1:a\xffb", one("5.4.1", "", "a\uFFFDb")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok, err := ParseSuppression(tt.comment)
			if !ok || (err != nil) != (tt.want == nil) {
				t.Fatalf("ok %v, error %v", ok, err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("suppressions (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOtherComments(t *testing.T) {
	for _, comment := range []string{
		"", "#", "//", "/**/", "/*", "# a comment", "# see cisbench:ignore=5.4.1:lab", "# cisbench", "# cisbench:",
		"# cisbench: see the wiki", "# mycisbench:ignore=5.4.1:lab", "# tfsec:ignore:aws",
	} {
		if got, ok, err := ParseSuppression(comment); ok || err != nil || got != nil {
			t.Errorf("%q: %v, %v, %v", comment, got, ok, err)
		}
	}
}

func TestParseSuppressionErrors(t *testing.T) {
	const form = ": expected cisbench:ignore=ID:REASON or cisbench:ignore=ID,ID:exp=YYYY-MM-DD:REASON"
	tests := []struct {
		name, comment, want string
	}{
		{"no reason", "# cisbench:ignore=5.4.1", "a suppression without a reason" + form},
		{"empty reason", "# cisbench:ignore=5.4.1: ", "a suppression without a reason" + form},
		{"no reason behind a date", "# cisbench:ignore=5.4.1:exp=2026-12-31", "a suppression without a reason" + form},
		{"no reason in a block", "/* cisbench:ignore=5.4.1:*/", "a suppression without a reason" + form},
		{"no control", "# cisbench:ignore=:lab", `"" is not the id or key of a control` + form},
		{"every control", "# cisbench:ignore=*:lab", `"*" is not the id or key of a control` + form},
		{"comma at the end", "# cisbench:ignore=5.4.1,:lab", `"" is not the id or key of a control` + form},
		{"no day", "# cisbench:ignore=5.4.1:exp=2026-02-30:lab", `exp: expected a date as YYYY-MM-DD, found "2026-02-30"` + form},
		{"other date", "# cisbench:ignore=5.4.1:exp=31.12.2026:lab", `exp: expected a date as YYYY-MM-DD, found "31.12.2026"` + form},
		{"date behind the reason", "# cisbench:ignore=5.4.1:lab:exp=2026-12-31",
			`a date that would be taken for part of the reason "lab:exp=2026-12-31"` + form},
		{"other word for the date", "# cisbench:ignore=5.4.1:expires=2026-12-31:lab",
			`a date that would be taken for part of the reason "expires=2026-12-31:lab"` + form},
		{"no equals sign", "# cisbench:ignore 5.4.1 lab", `unknown directive "cisbench:ignore 5.4.1 lab"` + form},
		{"space before", "# cisbench: ignore=5.4.1:lab", `unknown directive "cisbench: ignore=5.4.1:lab"` + form},
		{"other directive", "# cisbench:skip=5.4.1:lab", `unknown directive "cisbench:skip=5.4.1:lab"` + form},
		{"two in one", "/* cisbench:ignore=5.4.1:a\n cisbench:ignore=5.4.2:b */",
			"a second line of this comment begins with cisbench: too: expected a comment of its own for it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok, err := ParseSuppression(tt.comment)
			if !ok || err == nil || got != nil {
				t.Fatalf("%v, %v, %v", got, ok, err)
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzSuppression(f *testing.F) {
	for _, seed := range []string{
		"# cisbench:ignore=5.4.1:exp=2026-12-31:the office moves",
		"/* cisbench:ignore=a,b:c\n * d */",
		"// cisbench:ignore=5.4.1",
		"# cisbench: ignore",
		"# \xff cisbench:ignore=x:y",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, comment string) {
		all, ok, err := ParseSuppression(comment)
		if (ok && err == nil) != (len(all) > 0) {
			t.Errorf("%d suppressions, ok %v, error %v", len(all), ok, err)
		}
		if err != nil && len(err.Error()) > 1000 {
			t.Errorf("an error of %d bytes", len(err.Error()))
		}
		for _, s := range all {
			if s.Control == "" || strings.TrimSpace(s.Reason) == "" {
				t.Errorf("%q: suppression without a control or a reason: %+v", comment, s)
			}
			if _, err := time.Parse(time.DateOnly, s.Expires); s.Expires != "" && err != nil {
				t.Errorf("%q: %v", comment, err)
			}
		}
	})
}
