package render

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// evil holds one of each kind of text that a terminal, a runner or a platform
// would obey or hide.
const evil = "\n::error::a\r\n\t::add-mask::b\r##[group]c ##vso[task.complete]d ####[x]\x1b[31m\u009b1m\x1b]8;;http://e\x07" +
	"\u202e\u2066\u200b\u2060\ufeff\u034f\u115f\u3164\ufe0f\U000e0101\U000e0041\u2800\u2028\u00a0\x7f\x00" +
	"<script>alert(1)</script><img src=x> ![i](http://i) [l](http://l) @team #12 www.x.org `|` ]]> {{.}}"

// poisoned is a deep copy of a report, with evil after every text of it that is
// free: words with a type of their own are checked by [finding.Decode].
func poisoned(t *testing.T, r *finding.Report) *finding.Report {
	t.Helper()
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	copied := new(finding.Report)
	if err := json.Unmarshal(data, copied); err != nil {
		t.Fatal(err)
	}
	poison(reflect.ValueOf(copied).Elem())
	return copied
}

func poison(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() && v.String() != "" {
			v.SetString(v.String() + evil)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			poison(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i))
		}
	case reflect.Map:
		panic("a report holds no map: poison its keys too")
	}
}

// A new field of a report is held to what the old ones are, in every format: by
// the format itself, not only by its guard.
func TestNoFieldIsObeyed(t *testing.T) {
	for name, report := range stored(t) {
		bad := poisoned(t, report)
		for _, format := range Formats() {
			if format.Name == "in-toto" && !attestable(bad) {
				continue
			}
			for _, view := range []View{{}, {Verbose: true}, {Width: 60}, {StrictJUnit: true, Quiet: true}} {
				out := string(render(t, format, bad, view))
				disarmed(t, name+" as "+format.Name, out, format)
				if out != guarded(t, out, format) {
					t.Errorf("%s as %s: the guard has something to do", name, format.Name)
				}
				if format.Name == "markdown" {
					checkInert(t, out)
				}
			}
		}
		var back finding.Report
		if err := json.Unmarshal(render(t, named(t, "json"), bad, View{}), &back); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(whole(*bad), back); diff != "" {
			t.Errorf("%s: JSON reads another text (-want +got):\n%s", name, diff)
		}
	}
}

// disarmed holds a text to what a terminal and a runner are shown.
func disarmed(t *testing.T, name, out string, format Format) {
	t.Helper()
	if own := ours(format); own != nil {
		out = own.ReplaceAllString(out, "")
	}
	if found := runner().FindString(out); found != "" {
		t.Errorf("%s: a runner would obey %q", name, found)
	}
	before := rune(0)
	for _, r := range out {
		if r != '\n' && finding.Hidden(r) && !(r == '\ufe0f' && before == '👁') {
			t.Errorf("%s: %q is hidden", name, r)
			return
		}
		before = r
	}
}
