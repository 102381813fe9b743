package render

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// GitLab writes a Code Quality report, which GitLab shows in a merge request:
// failures by their severity, and as info what is not decided and what was not read.
func GitLab(w io.Writer, r *finding.Report, v View) error {
	entries := []codeQuality{}
	prints := newFingerprints()
	for _, i := range issues(r, v, false, finding.Fail, finding.Unknown) {
		e := codeQuality{
			Description: i.title() + ": " + i.text(),
			CheckName:   Visible(i.control.ID),
			Fingerprint: prints.of(i),
			Severity:    "info",
		}
		if i.control.Key != "" {
			e.CheckName = Visible(i.control.Key)
		}
		if i.status == finding.Fail {
			e.Severity = codeQualitySeverity(i.control.Severity)
		}
		e.Location.Path = i.place.file
		e.Location.Lines.Begin = i.place.line
		entries = append(entries, e)
	}
	for _, u := range unreads(r) {
		at := v.place(r, finding.Finding{Location: u.location, Input: u.input})
		sum := sha256.Sum256([]byte("incomplete\x00" + at.file + "\x00" + u.text))
		e := codeQuality{Description: "incomplete: " + u.text, CheckName: "incomplete", Fingerprint: hex.EncodeToString(sum[:16]), Severity: "info"}
		e.Location.Path, e.Location.Lines.Begin = at.file, at.line
		entries = append(entries, e)
	}
	return WriteJSON(w, entries)
}

// codeQuality is an entry of GitLab's subset of the Code Climate format:
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
type codeQuality struct {
	Description string `json:"description"`
	CheckName   string `json:"check_name"`
	Fingerprint string `json:"fingerprint"`
	Severity    string `json:"severity"`
	Location    struct {
		Path  string `json:"path"`
		Lines struct {
			Begin int `json:"begin"`
		} `json:"lines"`
	} `json:"location"`
}

func codeQualitySeverity(s finding.Severity) string {
	switch s {
	case finding.Critical:
		return "blocker"
	case finding.High:
		return "critical"
	case finding.Low:
		return "minor"
	}
	return "major"
}

// fingerprints tell issues apart, and know them again after their lines moved.
type fingerprints struct {
	seen map[string]int
	keys *regexp.Regexp
}

func newFingerprints() fingerprints {
	return fingerprints{map[string]int{}, instanceKeys()}
}

// of is 32 hex digits. A finding's own fingerprint does not do, since several
// inputs may have the same addresses; nor does the line, which moves.
func (p fingerprints) of(i issue) string {
	name := i.control.Key
	if name == "" {
		name = i.control.ID
	}
	f := i.findings[0]
	attribute := f.Attribute
	if i.place.inputStandsForFile {
		attribute = "" // the issue is about all of them, whichever is mended first
	}
	text := strings.Join([]string{name, string(i.status), i.place.file, p.keys.ReplaceAllString(f.Address, ""), p.keys.ReplaceAllString(attribute, "")}, "\x00")
	p.seen[text]++
	if n := p.seen[text]; n > 1 {
		text += "\x00" + strconv.Itoa(n)
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}
