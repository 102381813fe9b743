package repository

import (
	"errors"
	"io/fs"
	"runtime"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// pattern is one line of a file such as .gitignore.
type pattern struct {
	glob    string // in the syntax of doublestar
	name    bool   // without a slash: matches the last part of a path
	dir     bool   // matches directories only
	include bool   // "!": what it matches is not ignored
}

// patterns reads a file of patterns. One that is not there has none; one that
// cannot be read ignores everything.
func patterns(file string) []pattern {
	content, err := readFile(file, 1<<20)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNotRegular) {
		return nil
	}
	if err != nil {
		return []pattern{{glob: "**"}}
	}
	var all []pattern
	for line := range strings.SplitSeq(strings.TrimPrefix(string(content), "\ufeff"), "\n") {
		if p, ok := parsePattern(strings.TrimSuffix(line, "\r")); ok {
			all = append(all, p)
		}
	}
	return all
}

func parsePattern(line string) (pattern, bool) {
	if strings.HasPrefix(line, "#") {
		return pattern{}, false
	}
	for strings.HasSuffix(line, " ") && !strings.HasSuffix(line, `\ `) {
		line = line[:len(line)-1]
	}
	var p pattern
	line, p.include = strings.CutPrefix(line, "!")
	line, p.dir = strings.CutSuffix(line, "/")
	if line == "" {
		return pattern{}, false
	}
	p.name = !strings.Contains(line, "/")
	p.glob = glob(strings.TrimPrefix(line, "/"))
	if p.glob == "**" && !p.name || strings.HasSuffix(p.glob, "/**") {
		p.glob += "/*" // all below the directory, not the directory
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		p.glob = strings.ToLower(p.glob) // core.ignoreCase, as git sets it there
	}
	return p, doublestar.ValidatePattern(p.glob)
}

// glob translates what git and doublestar write differently: braces have no
// meaning to git, a class may begin with ], and may name a POSIX class.
func glob(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '\\':
			b.WriteByte(c)
			if i++; i < len(text) {
				b.WriteByte(text[i])
			}
		case '{', '}':
			b.WriteByte('\\')
			b.WriteByte(c)
		case '[':
			class, n := class(text[i:])
			b.WriteString(class)
			i += n - 1
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// class translates the bracket expression that text begins with, of n bytes.
func class(text string) (translated string, n int) {
	var b strings.Builder
	b.WriteByte('[')
	i := 1
	if i < len(text) && (text[i] == '!' || text[i] == '^') {
		b.WriteByte('^')
		i++
	}
	for first := true; i < len(text); first = false {
		switch c := text[i]; {
		case c == ']' && !first:
			b.WriteByte(c)
			return b.String(), i + 1
		case c == '[' && strings.HasPrefix(text[i:], "[:"):
			name, _, ok := strings.Cut(text[i+2:], ":]")
			if !ok {
				return text, len(text)
			}
			b.WriteString(posix()[name])
			i += len(name) + 4
		case c == '\\' && i+1 < len(text):
			b.WriteString(text[i : i+2])
			i += 2
		case c == ']' || c == '[' || c == '-' && first:
			b.WriteByte('\\')
			b.WriteByte(c)
			i++
		default:
			b.WriteByte(c)
			i++
		}
	}
	return text, len(text) // it does not end, and matches nothing
}

func posix() map[string]string {
	return map[string]string{
		"alpha": "a-zA-Z", "digit": "0-9", "alnum": "a-zA-Z0-9", "lower": "a-z", "upper": "A-Z",
		"xdigit": "0-9a-fA-F", "blank": " \t", "space": " \t\n\v\f\r",
		"punct": "!-.:-@\\[-`{-~", "print": " -.0-~", "graph": "!-.0-~", "cntrl": "\x00-\x1f\x7f",
	}
}

// last reports what the last pattern that matches a path decides; ok is false
// where none matches. The path is from the directory of the patterns.
func last(all []pattern, parts []string, dir bool) (ignored, ok bool) {
	for i := len(all) - 1; i >= 0; i-- {
		p := all[i]
		if p.dir && !dir {
			continue
		}
		name := parts[len(parts)-1]
		if !p.name {
			name = strings.Join(parts, "/")
		}
		if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
			name = strings.ToLower(name)
		}
		if doublestar.MatchUnvalidated(p.glob, name) {
			return !p.include, true
		}
	}
	return false, false
}
