package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Key is the instance key of a resource or a module call: none, a number
// (count) or a string (for_each). Keys compare with ==.
type Key struct {
	kind keyKind
	num  int
	str  string
}

type keyKind uint8

const (
	noKey keyKind = iota
	intKey
	stringKey
)

// IntKey is the key of an instance under count.
func IntKey(n int) Key { return Key{kind: intKey, num: n} }

// StringKey is the key of an instance under for_each.
func StringKey(s string) Key { return Key{kind: stringKey, str: s} }

// IsNone reports whether there is no key.
func (k Key) IsNone() bool { return k.kind == noKey }

// Text returns the key of a for_each instance, and false for any other.
func (k Key) Text() (string, bool) { return k.str, k.kind == stringKey }

// Number returns the key of a count instance, and false for any other.
func (k Key) Number() (int, bool) { return k.num, k.kind == intKey }

// String returns the key as it stands in an address: "", `[0]` or `["a"]`.
func (k Key) String() string {
	switch k.kind {
	case intKey:
		return "[" + strconv.Itoa(k.num) + "]"
	case stringKey:
		return "[" + quote(k.str) + "]"
	}
	return ""
}

func (k Key) compare(o Key) int {
	return cmp.Or(cmp.Compare(k.kind, o.kind), cmp.Compare(k.num, o.num), strings.Compare(k.str, o.str))
}

// quote writes a string as Terraform does in an address: as HCL would, so that
// a template sequence in it stays literal and what cannot be printed is escaped.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, r := range s {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		case '$', '%':
			b.WriteRune(r)
			if strings.HasPrefix(s[i+1:], "{") {
				b.WriteRune(r)
			}
		case utf8.RuneError:
			_, size := utf8.DecodeRuneInString(s[i:])
			b.WriteString(s[i : i+size]) // a byte that is no text stays as it is
		default:
			b.WriteString(printable(r))
		}
	}
	b.WriteByte('"')
	return b.String()
}

func printable(r rune) string {
	switch {
	case unicode.IsPrint(r):
		return string(r)
	case r > 0xFFFF:
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// ModuleStep is one module call in the path of a module instance.
type ModuleStep struct {
	Name string
	Key  Key
}

// Module is the path of a module instance, outermost call first; empty for the
// root module.
type Module []ModuleStep

// String returns the path as Terraform writes it, "" for the root module.
func (m Module) String() string {
	var b strings.Builder
	for i, s := range m {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString("module.")
		b.WriteString(s.Name)
		b.WriteString(s.Key.String())
	}
	return b.String()
}

// Config returns the path without instance keys: the module as it is written.
func (m Module) Config() string {
	var b strings.Builder
	for i, s := range m {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString("module.")
		b.WriteString(s.Name)
	}
	return b.String()
}

// Contains reports whether o is m itself or a module instance inside it.
func (m Module) Contains(o Module) bool {
	return len(m) <= len(o) && slices.Equal(m, o[:len(m)])
}

// Address is the address of one resource instance.
type Address struct {
	Module Module
	Mode   Mode
	Type   string
	Name   string
	Key    Key
}

// String returns the address as Terraform writes it.
func (a Address) String() string {
	var b strings.Builder
	if len(a.Module) > 0 {
		b.WriteString(a.Module.String())
		b.WriteByte('.')
	}
	b.WriteString(a.local())
	b.WriteString(a.Key.String())
	return b.String()
}

// Config returns the address without any instance key: the block that declares
// the resource.
func (a Address) Config() string {
	if len(a.Module) == 0 {
		return a.local()
	}
	return a.Module.Config() + "." + a.local()
}

// isOf reports whether the address is one that general stands for: the same, save
// where general has no key.
func (a Address) isOf(general Address) bool {
	if len(a.Module) != len(general.Module) || a.local() != general.local() {
		return false
	}
	fits := func(key, general Key) bool { return general.IsNone() || key == general }
	for i, step := range general.Module {
		if a.Module[i].Name != step.Name || !fits(a.Module[i].Key, step.Key) {
			return false
		}
	}
	return fits(a.Key, general.Key)
}

func (a Address) local() string {
	switch a.Mode {
	case Data:
		return "data." + a.Type + "." + a.Name
	case Provider:
		return "provider." + a.Name
	}
	return a.Type + "." + a.Name
}

// Compare orders addresses: by module, then mode, type, name and key, numbers
// as numbers.
func (a Address) Compare(b Address) int {
	byStep := func(x, y ModuleStep) int {
		return cmp.Or(strings.Compare(x.Name, y.Name), x.Key.compare(y.Key))
	}
	return cmp.Or(
		slices.CompareFunc(a.Module, b.Module, byStep),
		cmp.Compare(a.Mode, b.Mode),
		strings.Compare(a.Type, b.Type),
		strings.Compare(a.Name, b.Name),
		a.Key.compare(b.Key),
	)
}
