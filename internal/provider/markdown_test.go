package provider

import "testing"

// TestEscape: a name that somebody else chose makes no mention, image, cell, link
// or HTML of a report.
func TestEscape(t *testing.T) {
	for text, want := range map[string]string{
		"vpc_config[0].public_access_cidrs": `vpc\_config\[0\].public\_access\_cidrs`,
		"@team":                             "&#64;team",
		"![x](http://example.com)":          `!\[x\](http://example.com)`,
		"<img src=x>":                       "&lt;img src=x>",
		"a | b":                             `a \| b`,
		"`rm`":                              "\\`rm\\`",
		"one\ntwo":                          `one\\u{a}two`,
		"&lt;":                              "&amp;lt;",
		"#12":                               `\#12`,
	} {
		if got := escape(text); got != want {
			t.Errorf("escape(%q) = %q, want %q", text, got, want)
		}
	}
}
