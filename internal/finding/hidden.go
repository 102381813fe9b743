package finding

import "unicode"

// Hidden reports whether a rune shows nothing of itself, or changes how the text
// around it is shown: control characters, bidirectional controls, zero-width and
// tag characters, spaces other than ASCII's, and letters, marks and symbols that
// have no glyph, such as Hangul fillers and variation selectors.
func Hidden(r rune) bool {
	const brailleBlank, nullNotehead = '\u2800', '\U0001D159'
	return !unicode.IsPrint(r) || r == brailleBlank || r == nullNotehead ||
		unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
