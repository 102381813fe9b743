package function

import (
	"compress/gzip"
	"encoding/base64"
	"io"
	stdstrings "strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/gocty"
)

// The estimates of calls that can make much out of little. Each is an upper
// bound, cheap to compute; where an argument does not let it be computed, the
// function itself will answer unknown or fail.

// str is the known string in a value.
func str(v cty.Value) (string, bool) {
	v, _ = v.Unmark()
	if v.Type() != cty.String || !v.IsKnown() || v.IsNull() {
		return "", false
	}
	return v.AsString(), true
}

func strs(args []cty.Value) ([]string, bool) {
	all := make([]string, len(args))
	for i, arg := range args {
		var ok bool
		if all[i], ok = str(arg); !ok {
			return nil, false
		}
	}
	return all, true
}

// count is the number of elements of a known collection, else 0.
func count(v cty.Value) int64 {
	v, _ = v.Unmark()
	if !v.CanIterateElements() || !v.Length().IsKnown() {
		return 0
	}
	return int64(v.LengthInt())
}

func fitsProduct(b *Budget, args []cty.Value) bool {
	elements := int64(len(args)) + 1
	for _, arg := range args {
		elements = mul(elements, count(arg))
	}
	return b.room(elements, 0)
}

func fitsPairs(b *Budget, args []cty.Value) bool {
	n := count(args[0])
	return b.spend(mul(n, n)/8, 0)
}

func fitsMatches(b *Budget, args []cty.Value) bool {
	return b.spend(mul(count(args[1]), count(args[2]))/4, 0)
}

func fitsJoin(b *Budget, args []cty.Value) bool {
	separator, _ := str(args[0])
	var bytes int64
	for _, list := range args[1:] {
		_, own, ok := measure(list, b.Steps, b.Bytes)
		if !ok {
			return false
		}
		bytes += own + mul(count(list), int64(len(separator)))
		if bytes < 0 || !b.room(0, bytes) {
			return false
		}
	}
	return true
}

func fitsSplit(b *Budget, args []cty.Value) bool {
	s, ok := strs(args)
	return !ok || b.room(int64(stdstrings.Count(s[1], s[0])), 0)
}

func fitsTrim(b *Budget, args []cty.Value) bool {
	s, ok := strs(args)
	return !ok || b.spend(mul(int64(len(s[0])), int64(len(s[1])))/64, 0)
}

func fitsIndent(b *Budget, args []cty.Value) bool {
	var spaces int64
	n, _ := args[0].Unmark()
	s, ok := str(args[1])
	if !ok || gocty.FromCtyValue(n, &spaces) != nil {
		return true
	}
	if spaces < 0 {
		spaces = 0 // an error of the function's
	}
	return b.room(0, mul(spaces, int64(stdstrings.Count(s, "\n"))+1))
}

// fitsFormat bounds what each verb may write by its largest number, which may be
// a width or a precision, and by all of the arguments.
func fitsFormat(b *Budget, args []cty.Value) bool {
	format, ok := str(args[0])
	if !ok {
		return true
	}
	var given, rounds int64 = 1, 1
	for _, arg := range args[1:] {
		steps, bytes, ok := measure(arg, b.Steps, b.Bytes)
		if !ok {
			return false
		}
		given += bytes + mul(steps, mostBits/64)
		rounds = max(rounds, count(arg))
	}
	bytes := int64(len(format))
	for verb := range stdstrings.SplitSeq(format, "%") {
		bytes += given
		var number int64
		for _, c := range verb {
			if c >= '0' && c <= '9' {
				number = min(number*10+int64(c-'0'), b.Bytes+1)
				continue
			}
			bytes += number
			number = 0
		}
		if bytes < 0 || bytes > b.Bytes {
			return false
		}
	}
	return b.room(0, mul(rounds, bytes)/8) // few verbs write all of the arguments
}

// A number of this many digits is past mostBits, or nearly so.
const mostDigits = 4096

func fitsNumeral(_ *Budget, args []cty.Value) bool {
	s, ok := str(args[0])
	return !ok || len(s) <= mostDigits
}

// fitsDecimal bounds the exponent too: 1e999999999 is a number in eleven bytes.
func fitsDecimal(_ *Budget, args []cty.Value) bool {
	s, ok := str(args[0])
	if !ok {
		return true
	}
	_, exponent, _ := stdstrings.Cut(stdstrings.ToLower(s), "e")
	return len(s) <= mostDigits && len(exponent) <= 5
}

// Matching takes time in proportion to the pattern times the text; finding all
// matches may take the text once more for each of them.
const regexSpeed = 64

func fitsRegex(b *Budget, args []cty.Value) bool {
	s, ok := strs(args)
	return !ok || b.spend(mul(int64(len(s[0])), int64(len(s[1])))/regexSpeed, 0)
}

func fitsRegexAll(b *Budget, args []cty.Value) bool {
	s, ok := strs(args)
	return !ok || fitsAllMatches(b, s[0], s[1])
}

func fitsAllMatches(b *Budget, pattern, text string) bool {
	n := int64(len(text))
	return b.room(n, 0) && b.spend(mul(int64(len(pattern)), n, n)/(regexSpeed*regexSpeed), 0)
}

func fitsReplace(b *Budget, args []cty.Value) bool {
	s, ok := strs(args)
	if !ok {
		return true
	}
	text, by := s[0], int64(len(s[2]))
	pattern, slashed := slashed(s[1])
	if !slashed {
		return b.room(0, int64(len(text))+mul(int64(stdstrings.Count(text, s[1])), by))
	}
	// Each $name of the replacement may stand for the whole match.
	matches := int64(len(text)) + 1
	names := int64(stdstrings.Count(s[2], "$"))
	return b.room(0, mul(matches, by)+mul(names, matches)) && fitsAllMatches(b, pattern, text)
}

// fitsGunzipped unpacks without keeping anything.
func fitsGunzipped(b *Budget, args []cty.Value) bool {
	s, ok := str(args[0])
	if !ok {
		return true
	}
	r, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, stdstrings.NewReader(s)))
	if err != nil {
		return true // the function says so
	}
	n, _ := io.Copy(io.Discard, io.LimitReader(r, b.Bytes+1))
	return b.room(0, n)
}
