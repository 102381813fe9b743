package graph

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ParseModule reads the address of a module instance, such as
// `module.a["x"].module.b[0]`. The empty string is the root module.
func ParseModule(s string) (Module, error) {
	p := addressParser{rest: s}
	m, err := p.modules()
	if err == nil && p.rest != "" {
		err = fmt.Errorf("unexpected %q", p.rest)
	}
	if err != nil {
		return nil, fmt.Errorf("module address %q: %w", s, err)
	}
	return m, nil
}

// ParseAddress reads the address of a resource instance, such as
// `module.eks.data.aws_subnet.this["a.b"]`.
func ParseAddress(s string) (Address, error) {
	a, rest, err := ParseAddressPrefix(s)
	if err == nil && rest != "" {
		err = fmt.Errorf("address %q: unexpected %q after the instance", s, rest)
	}
	return a, err
}

// ParseAddressPrefix reads the address at the start of s and returns what
// follows it, such as ".arn" of a reference.
func ParseAddressPrefix(s string) (Address, string, error) {
	p := addressParser{rest: s}
	fail := func(err error) (Address, string, error) {
		return Address{}, "", fmt.Errorf("address %q: %w", s, err)
	}
	module, err := p.modules()
	if err != nil {
		return fail(err)
	}
	p.separator()
	a := Address{Module: module}
	first, ok := p.identifier()
	if !ok {
		return fail(fmt.Errorf("expected a resource type"))
	}
	if first == "data" && strings.HasPrefix(p.rest, ".") {
		a.Mode = Data
		p.separator()
		if first, ok = p.identifier(); !ok {
			return fail(fmt.Errorf("expected a data source type after \"data.\""))
		}
	}
	a.Type = first
	if !p.separator() {
		return fail(fmt.Errorf("expected \".\" and a name after %q", first))
	}
	if a.Name, ok = p.identifier(); !ok {
		return fail(fmt.Errorf("expected a name after %q", first))
	}
	if a.Key, err = p.key(); err != nil {
		return fail(err)
	}
	return a, p.rest, nil
}

type addressParser struct{ rest string }

func (p *addressParser) modules() (Module, error) {
	var m Module
	for strings.HasPrefix(p.rest, "module.") || (m != nil && strings.HasPrefix(p.rest, ".module.")) {
		p.rest = strings.TrimPrefix(strings.TrimPrefix(p.rest, "."), "module.")
		name, ok := p.identifier()
		if !ok {
			return nil, fmt.Errorf("expected a module name after \"module.\"")
		}
		key, err := p.key()
		if err != nil {
			return nil, err
		}
		m = append(m, ModuleStep{Name: name, Key: key})
	}
	return m, nil
}

func (p *addressParser) separator() bool {
	rest, ok := strings.CutPrefix(p.rest, ".")
	p.rest = rest
	return ok
}

func (p *addressParser) identifier() (string, bool) {
	end := strings.IndexAny(p.rest, ".[")
	if end < 0 {
		end = len(p.rest)
	}
	id := p.rest[:end]
	p.rest = p.rest[end:]
	return id, id != ""
}

// key reads `[0]`, `["a"]` or nothing. A splat or a computed index (`[*]`,
// `[each.key]`) does not occur in an address and is an error.
func (p *addressParser) key() (Key, error) {
	if !strings.HasPrefix(p.rest, "[") {
		return Key{}, nil
	}
	body := p.rest[1:]
	if strings.HasPrefix(body, `"`) {
		s, rest, ok := unquote(body)
		if !ok || !strings.HasPrefix(rest, "]") {
			return Key{}, fmt.Errorf("unterminated instance key at %q", p.rest)
		}
		p.rest = rest[1:]
		return StringKey(s), nil
	}
	digits, rest, ok := strings.Cut(body, "]")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 0 {
		return Key{}, fmt.Errorf("expected a number or a quoted string as instance key at %q", p.rest)
	}
	p.rest = rest
	return IntKey(n), nil
}

// unquote reads the quoted string at the start of s, undoing [quote].
func unquote(s string) (text, rest string, ok bool) {
	var b strings.Builder
	for i := 1; i < len(s); {
		switch c := s[i]; {
		case c == '"':
			return b.String(), s[i+1:], true
		case c == '\\' && i+1 < len(s):
			n, size := escape(s[i+1:])
			if size == 0 {
				return "", "", false
			}
			b.WriteRune(n)
			i += 1 + size
		case (c == '$' || c == '%') && i+2 < len(s) && s[i+1] == c && s[i+2] == '{':
			b.WriteByte(c)
			i += 2
		default:
			b.WriteByte(c)
			i++
		}
	}
	return "", "", false
}

// escape decodes what follows a backslash; size 0 means that it is none of
// HCL's escapes.
func escape(s string) (r rune, size int) {
	switch s[0] {
	case 'n':
		return '\n', 1
	case 'r':
		return '\r', 1
	case 't':
		return '\t', 1
	case '"', '\\':
		return rune(s[0]), 1
	case 'u', 'U':
		digits := 4
		if s[0] == 'U' {
			digits = 8
		}
		if len(s) <= digits {
			return 0, 0
		}
		n, err := strconv.ParseUint(s[1:1+digits], 16, 32)
		if err != nil || !utf8.ValidRune(rune(n)) {
			return 0, 0
		}
		return rune(n), 1 + digits
	}
	return 0, 0
}
