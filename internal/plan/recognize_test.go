package plan

import (
	"strings"
	"testing"
)

func TestRecognize(t *testing.T) {
	tests := []struct {
		name, text string
		want       bool
	}{
		{"plan", `{"format_version":"1.2","planned_values":{}}`, true},
		{"byte order mark", "\xef\xbb\xbf" + `{"format_version":"1.2"}`, true},
		{"sorted keys", `{"configuration":{"a":[1,{"b":"c"}]},"format_version":"1.2"}`, true},
		{"broken after the version", `{"format_version":"1.2",`, true},
		{"a key twice", `{"errored":false,"errored":true,"format_version":"1.2"}`, true},
		{"escaped key", `{"format\u005fversion":"1.2"}`, true},
		{"policy", `{"Version":"2012-10-17","Statement":[]}`, false},
		{"version inside", `{"a":{"format_version":"1.2"}}`, false},
		{"version as a value", `{"a":"format_version"}`, false},
		{"list", `["format_version"]`, false},
		{"raw state", `{"version":4,"serial":1,"lineage":"a","resources":[]}`, false},
		{"binary plan", "PK\x03\x04format_version", false},
		{"YAML", "format_version: 1", false},
		{"UTF-16", "{\x00\"\x00", false},
		{"empty", "", false},
		{"broken before the version", `{"a":tru,"format_version":"1.2"}`, false},
		{"deep", `{"a":` + strings.Repeat("[", 1_000_000), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Recognize(strings.NewReader(tt.text), int64(len(tt.text))); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// counting counts the bytes that are read.
type counting struct {
	*strings.Reader
	read int
}

func (c *counting) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.Reader.ReadAt(p, at)
	c.read += n
	return n, err
}

// A plan is known by its beginning, and a large file is not read to its end.
func TestRecognizeReadsLittle(t *testing.T) {
	plan := &counting{Reader: strings.NewReader(`{"format_version":"1.2","x":"` + strings.Repeat("x", 8<<20) + `"}`)}
	if !Recognize(plan, plan.Size()) || plan.read > 1<<20 {
		t.Errorf("read %d bytes of a plan", plan.read)
	}
	other := &counting{Reader: strings.NewReader(`{` + strings.Repeat(`"x":"`+strings.Repeat("x", 1<<20)+`",`, mostSought>>20+8) + `"format_version":"1.2"}`)}
	if Recognize(other, other.Size()) || other.read > mostSought+1<<10 {
		t.Errorf("read %d bytes of another file", other.read)
	}
}
