package benchmark

import (
	"net/url"
	"slices"
	"strings"
)

// validate checks what YAML's types cannot say.
func (d *document) validate() problems {
	var p problems
	top := firstLine(d.Version, d.ID, d.Text, d.Type)
	p.text("version", "the file", d.Version, top)
	p.id("the file", d.ID, top)
	p.text("text", "the file", d.Text, top)
	if d.Type.line != 0 && d.Type.value != "managedservices" {
		p.add(d.Type.line, "type: expected managedservices, since kube-bench's other files are about processes on a node")
	}
	if len(d.Groups) == 0 {
		p.add(top, "the file has no groups: expected at least one")
	}
	groups, checks := make(map[string]int), make(map[string]int)
	for _, g := range d.Groups {
		at := g.line(top)
		p.id("a group", g.ID, at)
		p.unique("group", g.ID, groups)
		p.text("text", "a group", g.Text, at)
		p.oneOf("type", g.Type, "manual", "automated", "skip")
		if len(g.Checks) == 0 {
			p.add(at, "a group has no checks: expected at least one")
		}
		for _, c := range g.Checks {
			p.check(c, max(c.line(), at), checks)
		}
	}
	return p
}

func (p *problems) check(c check, at int, seen map[string]int) {
	p.id("a check", c.ID, at)
	p.unique("check", c.ID, seen)
	p.text("text", "a check", c.Text, at)
	p.oneOf("type", c.Type, "manual", "automated", "skip")
	p.oneOf("severity", c.Severity, "critical", "high", "medium", "low")
	if c.Level.line != 0 && (c.Level.tag != "!!int" || c.Level.value != "1" && c.Level.value != "2") {
		p.add(c.Level.line, "level: expected the number 1 or 2")
	}
	if c.ruled() {
		p.rule(c, at)
	}
	for _, r := range c.References {
		u, err := url.Parse(r.value)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			p.add(max(r.line, at), "reference: expected an http or https URL")
		}
	}
}

// rule asks for the parts of a condition that the file's writer must not forget.
// What they say is HCL, and checked where it is read.
func (p *problems) rule(c check, at int) {
	const owner = "a check with a condition of its own"
	p.text("resource", owner, c.Resource, at)
	for _, s := range []scalar{c.Condition, c.When} {
		if strings.HasPrefix(s.tag, "!") && !strings.HasPrefix(s.tag, "!!") {
			p.add(s.line, "a condition begins with !, which is a tag to YAML: write it on a line of its own, after |")
			return
		}
	}
	p.text("condition", owner, c.Condition, at)
	p.text("message", owner, c.Message, at)
	if c.When.line != 0 && c.When.empty() {
		p.add(c.When.line, "when is empty: expected a condition, or no when at all")
	}
	if !c.Key.empty() {
		p.add(c.Key.line, "a check has either key, for a control that is built in, or a condition of its own, but not both")
	}
	if c.Type.value == "manual" {
		p.add(c.Type.line, "type manual: a check with a condition of its own is automated")
	}
}

func (p *problems) text(key, owner string, s scalar, at int) {
	if s.empty() {
		p.add(max(s.line, at), "%s has no %s", owner, key)
	}
}

// id takes what can stand in a report, a file name and a command line as it is.
func (p *problems) id(owner string, s scalar, at int) {
	p.text("id", owner, s, at)
	if !s.empty() && !validID(s.value) {
		p.add(s.line, "id: expected letters, digits, dots, hyphens and underscores, the first a letter or digit")
	}
}

func validID(id string) bool {
	for i, r := range id {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9':
		case i > 0 && (r == '.' || r == '-' || r == '_'):
		default:
			return false
		}
	}
	return id != ""
}

func (p *problems) unique(owner string, s scalar, seen map[string]int) {
	if s.empty() {
		return
	}
	if first, twice := seen[s.value]; twice {
		p.add(s.line, "the id of a %s is used twice, first at line %d", owner, first)
		return
	}
	seen[s.value] = s.line
}

// oneOf lets a key be left out; an empty value it does not.
func (p *problems) oneOf(key string, s scalar, words ...string) {
	if s.line != 0 && !slices.Contains(words, s.value) {
		p.add(s.line, "%s: expected %s", key, strings.Join(words, ", "))
	}
}

func firstLine(scalars ...scalar) int {
	line := 0
	for _, s := range scalars {
		if s.line != 0 && (line == 0 || s.line < line) {
			line = s.line
		}
	}
	return line
}

func (g group) line(fallback int) int {
	if line := firstLine(g.ID, g.Text, g.Type); line != 0 {
		return line
	}
	return fallback
}

func (c check) line() int {
	return firstLine(c.ID, c.Text, c.Type, c.Key, c.Severity, c.Level, c.Rationale, c.Remediation, c.Audit,
		c.Resource, c.When, c.Condition, c.Message)
}

// ruled reports whether the check has a condition of its own, or a part of one.
func (c check) ruled() bool {
	return firstLine(c.Resource, c.When, c.Condition, c.Message) != 0
}
