package document

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// kind is a type of value, as JSON Schema calls it.
type kind string

const (
	null    kind = "null"
	boolean kind = "boolean"
	integer kind = "integer"
	number  kind = "number"
	text    kind = "string"
	array   kind = "array"
	object  kind = "object"
)

func (k kind) noun() string {
	return map[kind]string{null: "nothing", boolean: "true or false", integer: "a whole number", number: "a number",
		text: "text", array: "a list", object: "a mapping"}[k]
}

// value is a value of a document.
type value struct {
	kind    kind
	text    string                // of a scalar, as it is written but for quotes
	line    int                   // from 1
	entries iter.Seq2[key, value] // of a list or mapping; of JSON, for one pass
}

// key is the key of a mapping's entry; "" in a list.
type key struct {
	name string
	line int
}

// entries are those of a mapping that was read.
type entries []entry

type entry struct {
	key   key
	value value
}

func (e entries) all(yield func(key, value) bool) {
	for _, one := range e {
		if !yield(one.key, one.value) {
			return
		}
	}
}

// checker compares values with schemas.
type checker struct {
	*Document
	root *schema
	path []any
	// unset says that a key whose value is null is a key that is not set, as people
	// expect of YAML.
	unset bool
}

// checkAgainst adds a problem for every part of the value that the schema refuses.
func (d *Document) checkAgainst(kind Kind, v value, unset bool) {
	root, err := parseSchema(kind.Schema)
	if err != nil {
		panic(err) // the program carries it
	}
	c := checker{Document: d, root: root, unset: unset}
	c.check(v, root)
}

func (c *checker) check(v value, s *schema) {
	if s = c.root.resolve(s); s == nil {
		return // any value will do
	}
	isText, isNumber := slices.Contains(s.Type, string(text)), v.kind == integer || v.kind == number
	if isNumber && isText && slices.Contains(s.Type, string(number)) {
		v.kind = text // as it is written: an id of 5.10 is not the number 5.1
	}
	switch {
	case !s.takes(v.kind):
		found := v.kind.noun()
		if isNumber {
			found = number.noun()
		}
		if isText && (isNumber || v.kind == boolean) {
			found += ": put text in quotes"
		}
		c.add(v.line, c.path, s.expected()+", found "+found)
	case v.kind == array:
		c.list(v, s)
	case v.kind == object:
		c.mapping(v, s)
	case !s.allows(v):
		c.add(v.line, c.path, s.expected())
	default:
		for _, part := range s.AllOf {
			c.check(v, part)
		}
	}
}

// allows checks a scalar whose type is right.
func (s *schema) allows(v value) bool {
	same := func(allowed any) bool {
		if allowed == nil || v.kind == null {
			return allowed == nil && v.kind == null
		}
		_, isText := allowed.(string)
		return isText == (v.kind == text) && fmt.Sprint(allowed) == v.text
	}
	switch {
	case s.Enum != nil && !slices.ContainsFunc(s.Enum, same), s.Const != nil && !same(s.Const):
		return false
	case v.kind == text:
		length := utf8.RuneCountInString(v.text)
		return length >= s.MinLength && (s.MaxLength == nil || length <= *s.MaxLength) &&
			(s.Pattern == "" || s.expression().MatchString(v.text))
	case v.kind == integer:
		n, _ := strconv.Atoi(v.text)
		return (s.Minimum == nil || n >= *s.Minimum) && (s.Maximum == nil || n <= *s.Maximum)
	}
	return true
}

func (c *checker) list(v value, s *schema) {
	i := 0
	for _, item := range v.entries {
		c.inner(i, item, s.Items)
		i++
	}
	if i < s.MinItems {
		c.add(v.line, c.path, s.expected())
	}
}

func (c *checker) mapping(v value, s *schema) {
	missing := slices.Clone(s.Required)
	var dependent []*schema
	var inner entries
	for key, value := range v.entries {
		set := value.kind != null || !c.unset
		if set {
			missing = slices.DeleteFunc(missing, func(name string) bool { return name == key.name })
		}
		known, ok := s.Properties.schemas[key.name]
		if !ok {
			if s.AdditionalProperties != nil && !*s.AdditionalProperties {
				c.add(key.line, c.path, "unknown key: expected "+oneOf(anys(s.Properties.names)))
			}
			continue
		}
		if !set {
			continue
		}
		c.inner(key.name, value, known)
		if s.DependentSchemas != nil {
			inner = append(inner, entry{key, value})
		}
		if more := c.root.resolve(s.DependentSchemas[key.name]); more != nil && !slices.Contains(dependent, more) {
			dependent = append(dependent, more)
		}
	}
	for _, more := range dependent { // of scalars: lists and mappings of JSON are read once
		c.check(value{kind: object, line: v.line, entries: inner.all}, more)
	}
	if len(missing) > 0 {
		text := "missing " + strings.Join(missing, ", ")
		if s.ErrorMessage != "" {
			text += ": " + s.ErrorMessage
		}
		c.add(v.line, c.path, text)
	}
}

func (c *checker) inner(step any, v value, s *schema) {
	c.path = append(c.path, step)
	c.check(v, s)
	c.path = c.path[:len(c.path)-1]
}

func anys(names []string) []any {
	var all []any
	for _, n := range names {
		all = append(all, n)
	}
	return all
}
