package scan

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// input is one thing to scan.
type input struct {
	path    string // as a person would name it; "-" for standard input
	matched bool   // by a pattern, so that nobody named this very file
	index   int    // its place among all inputs

	source *rootModule // nil for what is no source
}

// name is what errors call it.
func (in input) name() string {
	if in.path == "-" {
		return "standard input"
	}
	return in.path
}

// Expand turns paths into those of files as [Run] does, so that what else takes
// files on a command line takes them alike: each once, patterns in the order of
// what they match. The errors are about patterns that match nothing.
func Expand(paths []string) ([]string, []error) {
	inputs, errs := expand(paths)
	files := make([]string, len(inputs))
	for i, in := range inputs {
		files[i] = in.path
	}
	return files, errs
}

// expand turns paths into inputs: each once, patterns in the order of what they
// match. A shell leaves a pattern as it is when it is quoted, or matches nothing.
func expand(paths []string) ([]input, []error) {
	var inputs []input
	var errs []error
	places := map[string]int{}
	add := func(path string, matched bool) {
		clean := filepath.Clean(path)
		if i, seen := places[clean]; seen {
			inputs[i].matched = inputs[i].matched && matched
			return
		}
		places[clean] = len(inputs)
		inputs = append(inputs, input{path: path, matched: matched, index: len(inputs)})
	}
	for _, path := range paths {
		_, err := os.Lstat(path)
		if path == "-" || !errors.Is(err, os.ErrNotExist) || !strings.ContainsAny(path, "*?[{") {
			add(path, false)
			continue
		}
		matches, err := doublestar.FilepathGlob(path, doublestar.WithFilesOnly(), doublestar.WithNoFollow())
		switch {
		case err != nil:
			errs = append(errs, fmt.Errorf("%s: reading the pattern: %w", path, err))
		case len(matches) == 0:
			errs = append(errs, fmt.Errorf("%s: no file matches", path))
		}
		slices.Sort(matches)
		base, _ := doublestar.SplitPattern(filepath.ToSlash(path))
		for _, match := range matches {
			if leaves(filepath.FromSlash(base), match) {
				errs = append(errs, fmt.Errorf("%s: a link that the pattern matched leads out of %s: to read the file, name it", match, base))
				continue
			}
			add(match, true)
		}
	}
	return inputs, errs
}

// leaves reports whether a file that a pattern matched is reached by a link that
// leads out of the directory that the pattern names. Whoever changes a repository
// chooses its links, and nobody named the file.
func leaves(dir, file string) bool {
	dir, err := unlinked(dir)
	if err != nil {
		return true
	}
	file, err = unlinked(file)
	if err != nil {
		return false // it leads nowhere, as opening it will say
	}
	_, inside := within(file, dir)
	return !inside
}

// unlinked is an absolute path without links.
func unlinked(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(path)
}
