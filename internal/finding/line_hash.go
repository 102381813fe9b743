package finding

import (
	"strconv"
	"unicode/utf16"
)

// LineHashes returns, for each line of a source file, the hash by which GitHub's
// code scanning knows the line again after it has moved: [Location.LineHash] of
// what begins there, "<hex>:<occurrence>". The first line's is at index 0; a file
// that ends in a newline has a last, empty line.
//
// The algorithm is that of github/codeql-action (src/fingerprints.ts), which
// hashes the 100 UTF-16 units that follow a line's start, spaces and tabs left
// out.
func LineHashes(content []byte) []string {
	w := lineWindow{seen: map[string]int{}, factor: 1, lineStart: true}
	for range hashWindow {
		w.factor *= hashBase
	}
	for i := range w.starts {
		w.starts[i] = -1
	}
	for _, r := range string(content) {
		if r > 0xFFFF {
			high, low := utf16.EncodeRune(r)
			w.unit(high)
			w.unit(low)
			continue
		}
		w.unit(r)
	}
	w.unit(hashEnd)
	for range hashWindow {
		w.push(0)
	}
	return w.hashes
}

const (
	hashWindow = 100
	hashBase   = 37
	hashEnd    = 0xFFFF // is appended to a file
)

// lineWindow is the last 100 units, with the lines that start in them.
type lineWindow struct {
	units     [hashWindow]int64
	starts    [hashWindow]int // the index of the line that starts at a unit, or -1
	at        int
	hash      int64 // wraps around, as the algorithm wants
	factor    int64 // hashBase to the power of hashWindow
	lineStart bool
	afterCR   bool
	hashes    []string
	lines     int
	seen      map[string]int
}

func (w *lineWindow) unit(u rune) {
	if u == ' ' || u == '\t' || w.afterCR && u == '\n' {
		w.afterCR = false
		return
	}
	w.afterCR = u == '\r'
	if w.afterCR {
		u = '\n'
	}
	w.push(int64(u))
}

// push moves the window by one unit. A line is hashed when its first unit is the
// oldest of the window.
func (w *lineWindow) push(u int64) {
	if w.starts[w.at] >= 0 {
		hash := strconv.FormatUint(uint64(w.hash), 16)
		w.seen[hash]++
		w.hashes = append(w.hashes, hash+":"+strconv.Itoa(w.seen[hash]))
		w.starts[w.at] = -1
	}
	if w.lineStart {
		w.starts[w.at] = w.lines
		w.lines++
	}
	w.lineStart = u == '\n'
	w.hash = hashBase*w.hash + u - w.factor*w.units[w.at]
	w.units[w.at] = u
	w.at = (w.at + 1) % hashWindow
}
