package render

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// An escape changes how a string is written, and never what it says.
func TestJSONStrings(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{"plain", "a <b> & c", `"a <b> & c"`},
		{"lone hashes", "#1 # #[x]", `"#1 # #[x]"`},
		{"command", "##[error]", `"#\u0023[error]"`},
		{"many hashes", "###", `"#\u0023\u0023"`},
		{"bidi", "a\u202eb", `"a\u202eb"`},
		{"one-byte CSI", "\u009b1m", `"\u009b1m"`},
		{"beyond 16 bits", "\U000e0041", `"\udb40\udc41"`},
		{"other scripts", "東京 é", `"東京 é"`},
		{"delete", "\x7f", `"\u007f"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := JSON(&out, &finding.Report{Benchmark: finding.Benchmark{Title: tt.in}}, View{}); err != nil {
				t.Fatal(err)
			}
			if want := `"title": ` + tt.want + "\n"; !strings.Contains(out.String(), want) {
				t.Errorf("want %s in:\n%s", want, out.String())
			}
			var back finding.Report
			if err := json.Unmarshal(out.Bytes(), &back); err != nil || back.Benchmark.Title != tt.in {
				t.Errorf("reads back as %q, %v", back.Benchmark.Title, err)
			}
		})
	}
}
