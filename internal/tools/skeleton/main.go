// Command skeleton writes the files of a new control or a new output format, and
// their lines in the lists of other files. It leaves empty what only a person can
// write; a test fails for each of these places. See CONTRIBUTING.md.
//
//	go run ./skeleton control key=... id=... title=... level=... severity=... type=... argument=... [section=...] [label=...]
//	go run ./skeleton format name=NAME
//
// It makes all of its changes, or none if a file does not look as expected. It is
// not part of what is shipped.
package main

import (
	_ "embed"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/tools/providers"
)

//go:embed control.txtar.tmpl
var controlFiles string

//go:embed format.txtar.tmpl
var formatFiles string

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "skeleton:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	root, err := providers.Root()
	if err != nil {
		return err
	}
	add := map[string]func(*edits, []string) error{"control": newControl, "format": newFormat}
	if len(args) == 0 || add[args[0]] == nil {
		return fmt.Errorf("expected one of the commands control and format")
	}
	e := &edits{root: root, files: map[string]string{}}
	if err := add[args[0]](e, args[1:]); err != nil {
		return err
	}
	return e.write()
}

// values returns the values of the arguments, each of which has a name and a pattern.
// Without an argument its value is empty.
func values(args []string, fields [][2]string) (map[string]string, error) {
	given := map[string]string{}
	for _, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		if !slices.ContainsFunc(fields, func(f [2]string) bool { return f[0] == name }) {
			return nil, fmt.Errorf("%s: unknown argument", arg)
		}
		given[name] = value
	}
	for _, f := range fields {
		if !regexp.MustCompile(f[1]).MatchString(given[f[0]]) {
			return nil, fmt.Errorf("%s is %q: expected a text that matches %s", f[0], given[f[0]], f[1])
		}
	}
	return given, nil
}

func newFormat(e *edits, args []string) error {
	f, err := values(args, [][2]string{{"name", `^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$`}})
	if err != nil {
		return err
	}
	f["Function"], f["file"] = camel(f["name"]), strings.ReplaceAll(f["name"], "-", "_")
	e.create(formatFiles, f)
	e.element("internal/render/format.go", "Formats", "", fmt.Sprintf("{Name: %q, Write: %s}", f["name"], f["Function"]))
	e.insert("templates/guides/formats.md.tmpl", "(?m)^(\\| `[a-z0-9-]+` \\| .*\\n)", fmt.Sprintf("| `%s` |  |  |  |\n", f["name"]))
	e.insert("README.md", "- \\[Formats\\]\\(docs/guides/formats\\.md\\): ((?:`[a-z0-9-]+`,\\s+)*`[a-z0-9-]+`) and `[a-z0-9-]+`\\.", fmt.Sprintf(", `%s`", f["name"]))
	return nil
}

// camel returns a name such as ecr-tags as EcrTags.
func camel(name string) string {
	return regexp.MustCompile(`(?:^|-)[a-z]`).ReplaceAllStringFunc(name, func(s string) string {
		return strings.ToUpper(s[len(s)-1:])
	})
}
