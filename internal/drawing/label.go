package drawing

import (
	"strings"
	"unicode/utf8"
)

// nameLength is how many characters of a fixed width a box has room for.
const nameLength = 25

// label is the part of an address that tells a resource from others beside it:
// its name and key, behind as much of its modules' names as there is room for.
// Those that home has too, the module of the cluster that is drawn, say nothing.
func label(address, home string) string {
	if rest, ok := strings.CutPrefix(address, home+"."); ok && home != "" {
		address = rest
	}
	steps := split(address)
	name := steps[len(steps)-1]
	var modules []string
	for i := 0; i+1 < len(steps) && steps[i] == "module"; i += 2 {
		modules = append(modules, instance(steps[i+1]))
	}
	bare, _, _ := strings.Cut(name, "[")
	switch {
	case strings.Contains(name, `["`) && (bare == "this" || utf8.RuneCountInString(name) > nameLength):
		return fit(instance(name))
	case name == bare+"[0]" && (bare == "this" || bare == "main"):
		name = bare // a module's only resource of a type
	}
	return fit(strings.Join(append(modules, name), "/"))
}

// instance is what tells an instance from others: its key, of an ARN the end, or
// its name.
func instance(step string) string {
	_, key, ok := strings.Cut(step, `["`)
	if !ok {
		return step
	}
	key = strings.TrimSuffix(key, `"]`)
	if strings.HasPrefix(key, "arn:") {
		key = key[strings.LastIndex(key, "/")+1:]
	}
	return key
}

// module is the address of the module that holds a resource or a module; empty
// for the root.
func module(address string) string {
	steps := split(address)
	end := 0
	for end+1 < len(steps) && steps[end] == "module" {
		end += 2
	}
	if end >= len(steps) {
		end -= 2
	}
	return strings.Join(steps[:max(0, end)], ".")
}

// split cuts an address at its dots, but for those in a key.
func split(address string) []string {
	var steps []string
	begin, quoted := 0, false
	for i := 0; i < len(address); i++ {
		switch c := address[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case c == '.' && !quoted:
			steps = append(steps, address[begin:i])
			begin = i + 1
		}
	}
	return append(steps, address[min(begin, len(address)):])
}

// fit cuts a text that is too long in the middle: names differ at their ends.
func fit(text string) string {
	if utf8.RuneCountInString(text) <= nameLength {
		return text
	}
	runes := []rune(text)
	const tail = nameLength * 3 / 5
	return string(runes[:nameLength-1-tail]) + "…" + string(runes[len(runes)-tail:])
}
