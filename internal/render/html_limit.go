package render

import (
	"html"
	"slices"
)

// choose tells which findings are shown: the worst, as long as there is room. Of
// those alike, each control has its share, so that none drowns another.
func (t htmlTeller) choose() []bool {
	shown := make([]bool, len(t.report.Findings))
	alike := map[htmlState][][]int{} // by control, and in the report's order
	place := map[htmlState]map[string]int{}
	for i, f := range t.report.Findings {
		s := stateOf(f)
		if place[s] == nil {
			place[s] = map[string]int{}
		}
		at, ok := place[s][f.Control]
		if !ok {
			at = len(alike[s])
			place[s][f.Control] = at
			alike[s] = append(alike[s], nil)
		}
		alike[s][at] = append(alike[s][at], i)
	}
	found, bytes := 0, 0
	for _, s := range htmlStates() {
		for round, more := 0, true; more; round++ {
			more = false
			for _, findings := range alike[s] {
				if round >= len(findings) {
					continue
				}
				more = true
				bytes += t.finding(findings[round]).bytes()
				if found == maxHTMLFindings || bytes > maxHTMLBytes {
					return shown
				}
				shown[findings[round]] = true
				found++
			}
		}
	}
	return shown
}

// bytes is about how many bytes of the page a finding takes, and not less.
func (f htmlFinding) bytes() int {
	const frame, line, word = 1200, 120, 16
	sum := frame
	add := func(times int, texts ...string) {
		for _, t := range texts {
			sum += times * len(html.EscapeString(t))
		}
	}
	add(3, f.Address, f.Cluster)
	add(1, f.InputName, f.Attribute, f.Where, f.Waiver, f.Fingerprint, f.Control)
	for _, s := range f.Message {
		add(1, s.Text)
		sum += word
	}
	for _, e := range f.Evidence {
		add(1, e.Address, e.Attribute, e.Value)
		sum += line
	}
	for _, t := range slices.Concat(f.Assumes, f.Calls) {
		add(1, t)
		sum += line
	}
	return sum
}
