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
func (k Key) String() string { return string(k.append(nil)) }

func (k Key) append(b []byte) []byte {
	switch k.kind {
	case intKey:
		return append(strconv.AppendInt(append(b, '['), int64(k.num), 10), ']')
	case stringKey:
		return append(appendQuoted(append(b, '['), k.str), ']')
	}
	return b
}

func (k Key) compare(o Key) int {
	return cmp.Or(cmp.Compare(k.kind, o.kind), cmp.Compare(k.num, o.num), strings.Compare(k.str, o.str))
}

// appendQuoted writes a string as Terraform does in an address: as HCL would, so
// that a template sequence in it stays literal and what cannot be printed is escaped.
func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	for i, r := range s {
		switch r {
		case '"', '\\':
			b = append(b, '\\', byte(r))
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		case '\t':
			b = append(b, `\t`...)
		case '$', '%':
			b = append(b, byte(r))
			if strings.HasPrefix(s[i+1:], "{") {
				b = append(b, byte(r))
			}
		case utf8.RuneError:
			_, size := utf8.DecodeRuneInString(s[i:])
			b = append(b, s[i:i+size]...) // a byte that is no text stays as it is
		default:
			b = appendPrintable(b, r)
		}
	}
	return append(b, '"')
}

func appendPrintable(b []byte, r rune) []byte {
	switch {
	case unicode.IsPrint(r):
		return utf8.AppendRune(b, r)
	case r > 0xFFFF:
		return fmt.Appendf(b, `\U%08x`, r)
	}
	return fmt.Appendf(b, `\u%04x`, r)
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
	var b [128]byte
	return string(m.append(b[:0], true))
}

// Config returns the path without instance keys: the module as it is written.
func (m Module) Config() string {
	var b [128]byte
	return string(m.append(b[:0], false))
}

func (m Module) append(b []byte, keys bool) []byte {
	for i, s := range m {
		if i > 0 {
			b = append(b, '.')
		}
		b = append(append(b, "module."...), s.Name...)
		if keys {
			b = s.Key.append(b)
		}
	}
	return b
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
	var b [128]byte
	return string(a.append(b[:0], true))
}

// Config returns the address without any instance key: the block that declares
// the resource.
func (a Address) Config() string {
	var b [128]byte
	return string(a.append(b[:0], false))
}

func (a Address) append(b []byte, keys bool) []byte {
	if len(a.Module) > 0 {
		b = append(a.Module.append(b, keys), '.')
	}
	switch a.Mode {
	case Data:
		b = append(append(append(b, "data."...), a.Type...), '.')
	case Provider:
		b = append(b, "provider."...)
	default:
		b = append(append(b, a.Type...), '.')
	}
	b = append(b, a.Name...)
	if keys {
		b = a.Key.append(b)
	}
	return b
}

// EphemeralConfig returns the address, without instance keys, of an ephemeral
// resource, which is never in a graph.
func EphemeralConfig(m Module, typ, name string) string {
	return Address{Module: m, Type: "ephemeral", Name: typ + "." + name}.Config()
}

// IsOf reports whether the address is one that general stands for: the same, save
// where general has no key.
func (a Address) IsOf(general Address) bool {
	if len(a.Module) != len(general.Module) || a.Mode != general.Mode || a.Type != general.Type || a.Name != general.Name {
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
