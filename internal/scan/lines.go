package scan

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
	"github.com/cisbench/terraform-provider-cisbench/internal/source"
)

// located completes an assessment whose places are in source: each gets the hash
// of its first line. It returns the suppressions in the source. root is nil where
// there is none.
func located(a assess.Assessment, root *source.Root) []setting.Suppression {
	if root == nil {
		return nil
	}
	hashes := map[string][]string{} // by file, each read once
	for _, f := range a.Findings {
		l := f.Location
		if l == nil {
			continue
		}
		if _, ok := hashes[l.File]; !ok {
			content, err := root.Read(l.File)
			if err != nil {
				content = nil // it was there a moment ago
			}
			hashes[l.File] = finding.LineHashes(content)
		}
		if lines := hashes[l.File]; l.StartLine <= len(lines) {
			l.LineHash = lines[l.StartLine-1]
		}
	}
	return root.Suppressions
}
