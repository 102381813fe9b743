package render

import (
	"io"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// GitLabSAST writes a security report in GitLab's schema 15.0.4. It has the
// failures alone, since GitLab opens a vulnerability for each entry; how much is
// not decided is a message of the scan.
func GitLabSAST(w io.Writer, r *finding.Report, v View) error {
	at := v.Time
	if at.IsZero() {
		at = time.Unix(0, 0)
	}
	tool := sastTool{ID: "cisbench", Name: "cisbench", URL: home, Version: "unknown"}
	if r.Tool.Version != "" {
		tool.Version = Visible(r.Tool.Version)
	}
	tool.Vendor.Name = "cisbench"
	stamp := at.UTC().Format("2006-01-02T15:04:05") // the schema takes no zone
	report := sastReport{
		Version:         "15.0.4",
		Scan:            sastScan{Analyzer: tool, Scanner: tool, Type: "sast", Start: stamp, End: stamp, Status: "success"},
		Vulnerabilities: []sastVulnerability{},
	}
	for _, d := range r.Diagnostics {
		m := sastMessage{Level: "info", Value: problem(d)}
		switch d.Severity {
		case finding.DiagnosticError:
			m.Level, report.Scan.Status = "fatal", "failure"
		case finding.DiagnosticWarning:
			m.Level = "warn"
		}
		report.Scan.Messages = append(report.Scan.Messages, m)
	}
	report.Scan.Messages = append(report.Scan.Messages, sastMessage{"info", strings.TrimSpace(tally(r))})

	prints := newFingerprints()
	version, _, _ := strings.Cut(benchmarkName(r), ",")
	space := uuid.NewSHA1(uuid.NameSpaceURL, []byte(home))
	for _, i := range issues(r, v, false, finding.Fail) {
		key := Visible(i.control.Key)
		if key == "" {
			key = Visible(i.control.ID)
		}
		report.Vulnerabilities = append(report.Vulnerabilities, sastVulnerability{
			ID:          uuid.NewSHA1(space, []byte(prints.of(i))).String(),
			Name:        cutText(i.title(), 255),
			Description: EscapeMarkdown(cutText(i.text(), 100_000)),
			Severity:    sastSeverity(i.control.Severity),
			Solution:    cutText(i.fix(), 7000),
			Identifiers: []sastIdentifier{
				{"cisbench", "cisbench " + key, key},
				{"cis_eks", version + " " + Visible(i.control.ID), Visible(r.Benchmark.Version + "/" + i.control.ID)},
			},
			Location: sastLocation{i.place.file, i.place.line, i.place.endLine},
		})
	}
	return WriteJSON(w, report)
}

func sastSeverity(s finding.Severity) string {
	switch s {
	case finding.Critical:
		return "Critical"
	case finding.High:
		return "High"
	case finding.Low:
		return "Low"
	}
	return "Medium"
}

type sastReport struct {
	Version         string              `json:"version"`
	Scan            sastScan            `json:"scan"`
	Vulnerabilities []sastVulnerability `json:"vulnerabilities"`
}

type sastScan struct {
	Analyzer sastTool      `json:"analyzer"`
	Scanner  sastTool      `json:"scanner"`
	Type     string        `json:"type"`
	Start    string        `json:"start_time"`
	End      string        `json:"end_time"`
	Status   string        `json:"status"`
	Messages []sastMessage `json:"messages"`
}

type sastTool struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	URL    string `json:"url"`
	Vendor struct {
		Name string `json:"name"`
	} `json:"vendor"`
	Version string `json:"version"`
}

type sastMessage struct {
	Level string `json:"level"`
	Value string `json:"value"`
}

type sastVulnerability struct {
	ID          string           `json:"id"`
	Name        string           `json:"name"`
	Description string           `json:"description"` // GitLab Flavored Markdown
	Severity    string           `json:"severity"`
	Solution    string           `json:"solution,omitempty"`
	Identifiers []sastIdentifier `json:"identifiers"` // the first is the one that GitLab tracks by
	Location    sastLocation     `json:"location"`
}

type sastIdentifier struct {
	Type  string `json:"type"`
	Name  string `json:"name"`
	Value string `json:"value"`
}

type sastLocation struct {
	File  string `json:"file"`
	Start int    `json:"start_line"`
	End   int    `json:"end_line"`
}
