package controls

import (
	"slices"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
)

// An evaluator declares the absences that its verdicts rest on. One that reads nothing
// but the arguments of its subjects has none; any other without is listed here, with
// the reason.
func TestAbsences(t *testing.T) {
	none := map[string]string{
		"approved-registries":     "an image or a chart has its registry, whatever else there is",
		"secrets-encryption":      "a cluster has its own key, and a key its own arguments",
		"access-entries":          "a cluster has its own authentication mode; access policies are evidence",
		"network-policy-coverage": "nothing passes or fails",
	}
	for _, e := range Table() {
		read := slices.Clone(e.Subjects)
		for _, r := range e.Reads {
			read = append(read, r.Types...)
		}
		more := slices.ContainsFunc(read, func(typ string) bool { return !slices.Contains(e.Subjects, typ) })
		if reason := none[e.Key]; more && (len(e.Absences) == 0) != (reason != "") {
			t.Errorf("%s declares %d absences, and the reason for none is %q", e.Key, len(e.Absences), reason)
		}
		for _, a := range e.Absences {
			if len(a.Types) == 0 || a.Says == "" {
				t.Errorf("%s: an absence of %v has the words %q", e.Key, a.Types, a.Says)
			}
			for _, typ := range a.Types { // loaders keep no other of a configuration
				if !slices.Contains(read, typ) {
					t.Errorf("%s rests on the absence of %s, and does not read it", e.Key, typ)
				}
			}
			for _, typ := range a.On {
				if !slices.Contains(e.Subjects, typ) {
					t.Errorf("%s: an absence is of the subjects of type %s, which it has not", e.Key, typ)
				}
			}
		}
		if !slices.ContainsFunc(e.Absences, func(a control.Absence) bool { return !a.Cure }) && len(e.Absences) > 0 {
			t.Errorf("%s declares nothing that a pass rests on", e.Key)
		}
	}
}
