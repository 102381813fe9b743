// Package document reads the files that people write, in YAML or JSON, as strictly
// as the JSON Schema of their kind says.
//
// It does not know the kinds of file: a kind brings its schema. It is not for
// Kubernetes manifests or Terraform's JSON, which others define.
package document

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Kind is a kind of file.
type Kind struct {
	Name   string // in messages, as in "a settings file"
	Schema []byte // JSON Schema, of the keywords that [schema] has
	Bytes  int    // the size of the largest file that is read
}

// Document is a file that was read. It collects what is wrong with the file.
type Document struct {
	file     string
	problems []problem
	more     int // problems that are counted only
	find     func(path []any) (line int)
	origin   yamlOrigin
}

// problem is one thing that is wrong with a file.
type problem struct {
	line int // from 1
	text string
}

// maxProblems bounds how much of a thoroughly wrong file is reported at once.
const maxProblems = 10

// Check adds err, which says what was expected, to the problems of the document. The
// path leads to the value that it is about: keys, and indexes from 0. A nil err adds
// nothing.
func (d *Document) Check(err error, path ...any) {
	switch {
	case err == nil:
	case len(d.problems) == maxProblems: // to find a line may take a pass through the file
		d.more++
	default:
		d.add(d.Line(path...), path, err.Error())
	}
}

// Line returns the line, from 1, of the value at the path, or of the innermost value
// around it that exists.
func (d *Document) Line(path ...any) int { return max(d.find(path), 1) }

// Err returns all problems of the document by line, one a line, as "file:line: path: what was
// expected". It quotes nothing of the file: who names a file in a repository's
// settings need not be allowed to read it.
func (d *Document) Err() error {
	var all []error
	sorted := slices.SortedStableFunc(slices.Values(d.problems), func(a, b problem) int { return a.line - b.line })
	for _, p := range sorted {
		all = append(all, fmt.Errorf("%s:%d: %s", d.file, p.line, p.text))
	}
	if d.more > 0 {
		all = append(all, fmt.Errorf("%s: %d more problems", d.file, d.more))
	}
	return errors.Join(all...)
}

func (d *Document) add(line int, path []any, text string) {
	if len(d.problems) == maxProblems {
		d.more++
		return
	}
	if len(path) > 0 {
		text = pathText(path) + ": " + text
	}
	d.problems = append(d.problems, problem{line, text})
}

// pathText writes a path as in groups[0].checks[1].id.
func pathText(path []any) string {
	var b strings.Builder
	for _, step := range path {
		switch step := step.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", step)
		case string:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(step)
		}
	}
	return b.String()
}
