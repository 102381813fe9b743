package suggest

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Diff is a unified diff of a file, which git apply and patch -p1 take. name is
// the file's path with forward slashes.
//
// It is false where a line of it would do more to a terminal, or to the log of a
// CI system, than be shown.
func Diff(name string, before, after []byte) (string, bool) {
	if strings.ContainsRune(name, ' ') {
		name += "\t" // ends the name for both programs
	}
	diff := udiff.Unified("a/"+name, "b/"+name, string(before), string(after))
	// ##[error] and ##vso[…] are commands anywhere in a line: GitHub Actions, Azure
	// Pipelines.
	command := regexp.MustCompile(`##[#\pL]*\[`)
	for line := range strings.Lines(diff) {
		if command.MatchString(line) || !inert(strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")) {
			return "", false
		}
	}
	return diff, true
}

// inert reports whether a line, with the mark of the diff before it, is nothing
// but text: no control character, and no ::error:: behind white space, which is a
// command to a runner of GitHub Actions.
func inert(line string) bool {
	for _, r := range line {
		if r != '\t' && finding.Hidden(r) || r == utf8.RuneError {
			return false
		}
	}
	return !strings.HasPrefix(strings.TrimLeft(line, " \t+-"), "::")
}
