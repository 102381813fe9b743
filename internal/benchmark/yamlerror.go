package benchmark

import (
	"bytes"
	"errors"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// fromYAML words yaml.v3's errors for somebody who wrote a file, not a Go type. Its
// errors about aliases have no line: aliasLine stands in where it is not 0. Others
// without a line are about the file's first. None of them quotes the file: whoever
// names one in a repository's settings need not be allowed to read it.
func fromYAML(err error, aliasLine int) problems {
	texts := []string{strings.TrimPrefix(err.Error(), "yaml: ")}
	var typed *yaml.TypeError
	if errors.As(err, &typed) {
		texts = typed.Errors
	}
	p := phrases{
		located:  regexp.MustCompile(`(?s)^line (\d+): (.*)$`),
		unknown:  regexp.MustCompile(`(?s)^field .* not found in type benchmark\.(\w+)$`),
		mismatch: regexp.MustCompile("(?s)^cannot unmarshal (.*?)(?: `.*`)? into (\\S+)$"),
	}
	var problems problems
	for _, text := range texts {
		line := max(aliasLine, 1)
		if m := p.located.FindStringSubmatch(text); m != nil {
			line, _ = strconv.Atoi(m[1])
			text = m[2]
		}
		problems.add(line, "%s", p.reword(text))
	}
	return problems
}

// undefinedAlias is the line of the alias that err says has no anchor, or 0.
func undefinedAlias(data []byte, err error) int {
	m := regexp.MustCompile(`unknown anchor '(.*)' referenced`).FindStringSubmatch(err.Error())
	if m == nil {
		return 0
	}
	before, _, _ := bytes.Cut(data, []byte("*"+m[1]))
	return 1 + bytes.Count(before, []byte("\n"))
}

// phrases are the forms of yaml.v3's messages that name a Go type.
type phrases struct {
	located, unknown, mismatch *regexp.Regexp
}

func (p phrases) reword(text string) string {
	if m := p.unknown.FindStringSubmatch(text); m != nil {
		return "unknown key in a " + place(m[1]) + ": expected one of " + strings.Join(keysOf(m[1]), ", ")
	}
	if m := p.mismatch.FindStringSubmatch(text); m != nil {
		return "expected " + wanted(m[2]) + ", found " + found(m[1])
	}
	switch { // yaml.v3's other errors are constants
	case strings.HasPrefix(text, "unknown anchor "):
		return "an alias of an unknown anchor"
	case strings.HasPrefix(text, "anchor "):
		return "an alias is part of what it stands for"
	case strings.HasPrefix(text, "mapping key "), strings.HasPrefix(text, "field "):
		return "a key is given twice"
	case strings.HasPrefix(text, "invalid map key"), strings.HasPrefix(text, "cannot "):
		return "expected text"
	}
	return strings.Join(strings.Fields(text), " ")
}

// keysOf lists the keys of a mapping by the name of its Go type.
func keysOf(goType string) []string {
	for _, t := range []reflect.Type{
		reflect.TypeFor[document](), reflect.TypeFor[group](), reflect.TypeFor[check](),
		reflect.TypeFor[tests](), reflect.TypeFor[testItem](), reflect.TypeFor[compare](),
	} {
		if t.Name() != goType {
			continue
		}
		var all []string
		for i := range t.NumField() {
			all = append(all, t.Field(i).Tag.Get("yaml"))
		}
		return all
	}
	return nil
}

func place(goType string) string {
	switch goType {
	case "document":
		return "controls file"
	case "testItem":
		return "test item"
	}
	return goType
}

func wanted(goType string) string {
	switch {
	case strings.HasPrefix(goType, "[]"):
		return "a list"
	case goType == "bool":
		return "true or false"
	}
	return "a mapping"
}

func found(tag string) string {
	switch tag {
	case "!!seq":
		return "a list"
	case "!!map":
		return "a mapping"
	case "!!str", "!!int", "!!float", "!!bool", "!!timestamp":
		return "text"
	}
	return "another kind of value"
}
