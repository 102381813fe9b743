package render

import "github.com/cisbench/terraform-provider-cisbench/internal/finding"

// waivedWord stands where a status would, for failures that do not count. Their
// status is fail all the same.
const waivedWord = "waived"

// waivedControls lists the controls, by id, that fail in nothing but what is waived.
func waivedControls(r *finding.Report) map[string]bool {
	controls := map[string]bool{}
	counts := map[string]bool{}
	for _, f := range r.Findings {
		if f.Status != finding.Fail {
			continue
		}
		counts[f.Control] = counts[f.Control] || f.Waiver == nil
	}
	for id, counting := range counts {
		if !counting {
			controls[id] = true
		}
	}
	return controls
}

// waiver says why a failure does not count.
func waiver(w *finding.Waiver) string {
	if w.Kind == finding.InlineWaiver {
		return waivedWord + " in source: " + waived(w)
	}
	return waivedWord + ": " + waived(w)
}
