package render

import (
	"net/url"
	"slices"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
)

func sarifResult(i issue, prints fingerprints) *sarif.Result {
	region := sarif.NewRegion().WithStartLine(i.place.line).WithEndLine(i.place.endLine)
	if i.place.column > 0 {
		region.WithStartColumn(i.place.column).WithEndColumn(i.place.endColumn)
	}
	location := sarif.NewLocation().WithPhysicalLocation(sarif.NewPhysicalLocation().
		WithArtifactLocation(sarif.NewSimpleArtifactLocation(uri(i.place.file))).
		WithRegion(region))
	var addresses []string
	for _, f := range firstOf(i.findings, someNames) {
		if f.Address != "" && !slices.Contains(addresses, f.Address) {
			addresses = append(addresses, f.Address)
			location.AddLogicalLocation(sarif.NewLogicalLocation().WithFullyQualifiedName(Visible(f.Address)).WithKind("resource"))
		}
	}
	text := i.text()
	if fix := i.fix(); fix != "" {
		text += ". To mend it: " + fix
	}
	result := sarif.NewRuleResult(Visible(i.control.ID)).
		WithLevel(string(i.level())).
		WithMessage(sarif.NewTextMessage(unlinked(text))).
		WithLocations([]*sarif.Location{location})
	if hash := lineHash(i, prints); hash != "" {
		result.WithPartialFingerprints(map[string]string{"primaryLocationLineHash": hash})
	}
	if i.allWaived() {
		waiver := i.findings[0].Waiver
		kind := "external"
		if waiver.Kind == "inline" {
			kind = "inSource"
		}
		result.AddSuppression(sarif.NewSuppression().WithKind(kind).WithStatus("accepted").WithJustification(waived(waiver)))
	}
	return result
}

// lineHash tells alerts of one rule in one file apart. All that is in a plan is
// on its first line, so that there what it is about does.
func lineHash(i issue, prints fingerprints) string {
	if i.place.inputStandsForFile {
		return prints.of(i)[:16] + ":1"
	}
	return i.place.hash
}

// uri is a path as a relative reference: no segment of it is taken for a scheme.
func uri(file string) string {
	segments := strings.Split(file, "/")
	for n, s := range segments {
		segments[n] = uriSegment(s)
	}
	return strings.Join(segments, "/")
}

func uriSegment(s string) string {
	return strings.ReplaceAll(url.PathEscape(s), ":", "%3A")
}

// unlinked keeps "[text](target)" in a name from becoming a link, as it does in
// a SARIF message (3.11.6).
func unlinked(s string) string {
	return strings.ReplaceAll(s, "](", `]\u{28}`)
}
