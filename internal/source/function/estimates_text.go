package function

import (
	"compress/gzip"
	"encoding/base64"
	"io"
	"slices"
	stdstrings "strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/gocty"
)

// The estimates of what functions write and match.

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

// fitsWritten is for what writes its argument out: the same long string may be
// in there many times.
func fitsWritten(b *Budget, args []cty.Value) bool {
	steps, bytes, ok := measure(args[0], b.Steps, b.Bytes)
	return ok && b.room(0, steps+bytes)
}

// fitsFormat bounds what each verb may write by its largest number, which may be
// a width or a precision, and by all of the arguments; formatlist does so once
// for each element, but takes only that element of a list.
func fitsFormat(b *Budget, args []cty.Value) bool {
	format, ok := str(args[0])
	if !ok {
		return true
	}
	rounds := int64(1)
	for _, arg := range args[1:] {
		rounds = max(rounds, count(arg))
	}
	var given int64
	for _, arg := range args[1:] {
		steps, bytes, ok := measure(arg, b.Steps, b.Bytes)
		if !ok {
			return false
		}
		if count(arg) == 0 { // the same in each round
			bytes = mul(rounds, bytes)
		}
		given += bytes + steps
		if given > b.Bytes {
			return false
		}
	}
	bytes := mul(rounds, int64(len(format)))
	for i, verb := range slices.Collect(stdstrings.SplitSeq(format, "%")) {
		if i > 0 {
			bytes += given + mul(rounds, numbersIn(verb, b.Bytes))
		}
		if bytes < 0 || bytes > b.Bytes {
			return false
		}
	}
	return true
}

// numbersIn is the sum of the decimal numbers in s, or at least most.
func numbersIn(s string, most int64) int64 {
	var sum, number int64
	for _, c := range s {
		if c < '0' || c > '9' {
			sum, number = sum+number, 0
			continue
		}
		if number = number*10 + int64(c-'0'); number > most {
			return most
		}
	}
	return sum + number
}

// A number of more digits is past mostBits.
const mostDigits = mostBits * 10 / 33

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
	return b.room(n, 0) && b.spend(mul(int64(len(pattern)), n, n)/(16*regexSpeed), 0)
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
