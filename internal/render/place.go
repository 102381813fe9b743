package render

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// place is where a list of problems points to. Platforms want one for every
// problem, in a file of the repository.
type place struct {
	file               string // slash-separated, relative to the repository
	line, endLine      int    // from 1, endLine not before line
	column, endColumn  int    // from 1, endColumn exclusive; 0 when only lines are known
	hash               string // of the line, where the report has it
	inputStandsForFile bool   // nothing better is known than what was scanned
}

// place is that of a finding in a file which the reader's repository has. What
// is in a module from elsewhere is at the call that leads there.
func (v View) place(r *finding.Report, f finding.Finding) place {
	if l := f.Location; l != nil && l.StartLine > 0 {
		if !elsewhere(l.File) {
			p := place{file: v.inRepository(l.File), line: l.StartLine, endLine: max(l.StartLine, l.EndLine), hash: l.LineHash}
			if l.StartColumn > 0 && (l.EndLine > l.StartLine || l.EndLine == l.StartLine && l.EndColumn > l.StartColumn) {
				p.column, p.endColumn = l.StartColumn, l.EndColumn
			}
			return p
		}
		for _, call := range slices.Backward(l.ModuleCalls) {
			if !elsewhere(call.File) && call.Line > 0 {
				return place{file: v.inRepository(call.File), line: call.Line, endLine: call.Line}
			}
		}
	}
	p := place{file: stdin, line: 1, endLine: 1, inputStandsForFile: true}
	if f.Input >= 0 && f.Input < len(r.Inputs) {
		p.file = v.inRepository(r.Inputs[f.Input].Path)
	}
	return p
}

// stdin stands for standard input where a path is wanted.
const stdin = "stdin"

// elsewhere reports whether a file is a module's that was downloaded. GitHub
// refuses an upload with an address such as git::https://… in it.
func elsewhere(file string) bool {
	getter, _, forced := strings.Cut(file, "::")
	return strings.Contains(file, "://") || forced && slices.Contains([]string{"git", "hg", "s3", "gcs", "http", "https"}, getter) ||
		slices.Contains(strings.Split(filepath.ToSlash(file), "/"), ".terraform")
}

// inRepository makes a path relative to the repository's root. One that leads out
// of it is still made relative: platforms refuse others.
func (v View) inRepository(file string) string {
	if file == "-" {
		return stdin
	}
	file = strings.TrimPrefix(filepath.ToSlash(file), filepath.ToSlash(filepath.VolumeName(file)))
	if !path.IsAbs(file) {
		file = path.Join(filepath.ToSlash(v.Dir), file)
	}
	if v.Root != "" {
		file = strings.TrimPrefix(path.Clean(file), strings.TrimSuffix(filepath.ToSlash(v.Root), "/")+"/")
	}
	file = strings.TrimLeft(path.Clean(file), "/")
	for strings.HasPrefix(file, "../") {
		file = file[3:]
	}
	if file == "" || file == ".." {
		return "."
	}
	return file
}
