// Package render writes reports: one file for each format.
//
// It reads a report and nothing else: what was scanned, and how a verdict was
// reached, is not its business. Names in a report come from whoever wrote the
// scanned files, so every format disarms them; see [Visible].
package render

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Format is a way to write a report.
type Format struct {
	Name  string
	Write func(io.Writer, *finding.Report, View) error

	// ExitZero says that what reads the format on standard output decides by the
	// text, and loses it with another exit code than 0: findings must not make one.
	ExitZero bool

	// Draws says that the format shows the report's graph.
	Draws bool

	// commands matches what the format itself begins a line with, for a runner to
	// obey. The rest of such a line is data: it cannot begin another command. It is
	// empty for a format without commands.
	commands string
}

// View says how a report is looked at: the first fields by a person, the others
// from the repository that it is about. Its zero value does for every format.
type View struct {
	Color   bool
	Width   int  // of the terminal, in columns; 0 when there is none
	Quiet   bool // failures and the summary alone
	Verbose bool // every subject, and the evidence
	// WithoutGaps leaves out what was not read, where it is said elsewhere.
	WithoutGaps bool
	Outcome     string // ends the summary, such as "exit 1, because 3 controls fail"

	// Root is the root of the repository, and Dir the directory that the report's
	// paths start from: both absolute, with links resolved. Without them, paths are
	// taken to start from the root.
	Root, Dir string

	Permalink Permalink // to the files of the commit, on the platform that runs the scan

	Time        time.Time          // of the scan; zero is 1970
	Threshold   *finding.Threshold // what counts as a failure; nil: every failure that is not waived
	StrictJUnit bool               // as Jenkins' schema has it
}

// Formats lists every format.
func Formats() []Format {
	return []Format{
		{Name: "text", Write: Text},
		{Name: "json", Write: JSON, Draws: true},
		{Name: "markdown", Write: Markdown},
		{Name: "html", Write: HTML, Draws: true},
		{Name: "github", Write: GitHub, commands: `^::(error|warning|notice) (file=[^,:\n]*,line=\d+,endLine=\d+,)?title=[^,:\n]*::`},
		{Name: "gitlab", Write: GitLab},
		{Name: "gitlab-sast", Write: GitLabSAST},
		{Name: "azure", Write: Azure, commands: `^##vso\[task\.(logissue|complete) [^\]\n]*\]`},
		{Name: "sarif", Write: SARIF},
		{Name: "junit", Write: JUnit},
		{Name: "kube-bench", Write: KubeBench},
		{Name: "in-toto", Write: InToto},
		{Name: "atlantis", Write: Atlantis, ExitZero: true},
		{Name: "lines", Write: Lines},
		{Name: "csv", Write: CSV},
	}
}

// Names lists the formats by name.
func Names() []string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return names
}

// Find returns a format by its name. The error lists those there are.
func Find(name string) (Format, error) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("unknown format %q: expected one of %s", name, strings.Join(Names(), ", "))
}
