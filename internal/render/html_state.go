package render

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// htmlState is what something looks like on the page: a status, or [waivedWord]
// for failures that do not count.
type htmlState string

// htmlStates lists the states, the worst first. What is waived asks nothing of
// anybody.
func htmlStates() []htmlState {
	return []htmlState{htmlState(finding.Fail), htmlState(finding.Unknown), htmlState(finding.Manual),
		waivedWord, htmlState(finding.Pass), htmlState(finding.NotApplicable)}
}

func stateOf(f finding.Finding) htmlState {
	if f.Status == finding.Fail && f.Waiver != nil {
		return waivedWord
	}
	return htmlState(f.Status)
}

// Word is the state for a reader.
func (s htmlState) Word() string {
	words := map[htmlState]string{htmlState(finding.Fail): "Fail", htmlState(finding.Unknown): "Unknown", htmlState(finding.Manual): "Manual",
		waivedWord: "Waived", htmlState(finding.Pass): "Pass", htmlState(finding.NotApplicable): "Not applicable"}
	return words[s]
}

// Settled tells whether nobody has to look: such findings are folded away.
func (s htmlState) Settled() bool {
	return s == htmlState(finding.Pass) || s == htmlState(finding.NotApplicable)
}

func (s htmlState) rank() int { return slices.Index(htmlStates(), s) }
