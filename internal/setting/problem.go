package setting

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// problem is one thing wrong with a file. The line counts from 1; 0 when it
// cannot be told.
type problem struct {
	line int
	text string
}

type problems []problem

// in words the problems as one error about the file called name.
func (p problems) in(name string) error {
	const most = 10
	var all []error
	for i, one := range p {
		if i == most {
			all = append(all, fmt.Errorf("%s: %d more problems", name, len(p)-i))
			break
		}
		place := name
		if one.line > 0 {
			place += ":" + strconv.Itoa(one.line)
		}
		all = append(all, fmt.Errorf("%s: %s", place, one.text))
	}
	return errors.Join(all...)
}

// fromYAML words yaml.v3's errors for somebody who wrote a file, not a Go type. None
// of them quotes the file: whoever names one in a repository's settings need not be
// allowed to read it.
func fromYAML(err error) problems {
	texts := []string{strings.TrimPrefix(err.Error(), "yaml: ")}
	var typed *yaml.TypeError
	if errors.As(err, &typed) {
		texts = typed.Errors
	}
	located := regexp.MustCompile(`(?s)^line (\d+): (.*)$`)
	var problems problems
	for _, text := range texts {
		line := 0
		if m := located.FindStringSubmatch(text); m != nil {
			line, _ = strconv.Atoi(m[1])
			text = m[2]
		}
		problems = append(problems, problem{line, reword(text)})
	}
	return problems
}

func reword(text string) string {
	unknown := regexp.MustCompile(`(?s)^field .* not found in type setting\.(\w+)$`)
	if m := unknown.FindStringSubmatch(text); m != nil {
		noun, keys := keysOf(m[1])
		return fmt.Sprintf("unknown %s: expected %s", noun, keys)
	}
	mismatch := regexp.MustCompile("(?s)^cannot unmarshal (\\S+)(?: `.*`)? into (\\S+)$")
	if m := mismatch.FindStringSubmatch(text); m != nil {
		found := map[string]string{"!!seq": "a list", "!!map": "a mapping"}[m[1]]
		if found == "" {
			found = "text"
		}
		return "expected " + wanted(m[2]) + ", found " + found
	}
	return unquoted(text)
}

// unquoted words the errors of yaml.v3 that quote a value; its others are constants.
func unquoted(text string) string {
	switch {
	case strings.HasPrefix(text, "unknown anchor "):
		return "an alias of an unknown anchor"
	case strings.HasPrefix(text, "anchor "):
		return "an alias is part of its own anchor"
	case strings.HasPrefix(text, "mapping key "):
		return "a key is given twice, first at line " + text[strings.LastIndexByte(text, ' ')+1:]
	case strings.HasPrefix(text, "field "):
		return "a key is given twice"
	case strings.HasPrefix(text, "invalid map key"), strings.HasPrefix(text, "cannot "):
		return "expected text"
	}
	return text
}

// keysOf words the keys of a mapping by the name of its Go type.
func keysOf(goType string) (noun, keys string) {
	switch goType {
	case "each":
		return "key", "ipv4, ipv6"
	case "waivers":
		return "key", "max_age, waivers"
	case "waiver":
		return "key", "one of " + strings.Join(waiverKeys(), ", ")
	}
	return "setting", "one of " + strings.Join(Names(), ", ")
}

func wanted(goType string) string {
	switch goType {
	case "[]setting.entry":
		return "a list"
	case "bool":
		return "true or false"
	case "setting.each":
		return "a number, or a mapping with ipv4 and ipv6"
	case "setting.waivers":
		return "a mapping with max_age and waivers"
	case "[]setting.waiverEntry":
		return "a list of waivers"
	case "setting.waiver":
		return "a waiver: a mapping with " + strings.Join(waiverKeys(), ", ")
	}
	return "a mapping of settings"
}
