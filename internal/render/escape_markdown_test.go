package render

import (
	"strings"
	"testing"
)

// A name that somebody else chose makes no mention, image, cell, link or HTML of
// a report.
func TestEscapeMarkdown(t *testing.T) {
	tests := []struct{ text, want string }{
		{"vpc_config[0].public_access_cidrs", "vpc_config[0].public_access_cidrs"},
		{"_a_ __b__ c_", `\_a\_ \_\_b\_\_ c\_`},
		{"a[0](b) a[0][b] a[0]: b [0].a a[0]", `a\[0\](b) a\[0\]\[b\] a\[0\]: b \[0\].a a\[0\]`},
		{"!a[0].b", `\!a[0].b`},
		{"@team", `\@&#8203;team`},
		{"a@b.example", `a\@&#8203;b.example`},
		{"![x](http://example.com)", `\!\[x\](http:&#8203;//example.com)`},
		{"HTTPS://example.com www.example.com", `HTTPS:&#8203;//example.com www&#8203;.example.com`},
		{"arn:aws:iam::111122223333:role/x", `arn:aws:iam::111122223333:role/x`},
		{"<img src=x>", "&lt;img src=x&gt;"},
		{"a | b", `a \| b`},
		{"`rm`", "\\`rm\\`"},
		{"one\ntwo", `one\\u{a}two`},
		{"&lt;", "&amp;lt;"},
		{"a#12", `a\#&#8203;12`},
		{"GH-12 gh-1 GH-x XGH-1", "GH-&#8203;12 gh-&#8203;1 GH-x XGH-1"},
		{"16c999e8c71134401a78 111122223333 defaced subnet-0a1b2c3d4", "16c999&#8203;e8c71134401a78 111122223333 defaced subnet-0a1b2c&#8203;3d4"},
		{"$x$ ~~y~~ *z*", `\$x\$ \~\~y\~\~ \*z\*`},
	}
	for _, tt := range tests {
		if got := EscapeMarkdown(tt.text); got != tt.want {
			t.Errorf("EscapeMarkdown(%q) = %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestCode(t *testing.T) {
	tests := []struct{ text, want string }{
		{"main.tf:12", "`main.tf:12`"},
		{"a`b", "``a`b``"},
		{"`", "`` ` ``"},
		{"```", "```` ``` ````"},
		{"a|b", "`a\\u{7c}b`"},
		{"", "`  `"},
	}
	for _, tt := range tests {
		if got := code(tt.text); got != tt.want {
			t.Errorf("code(%q) = %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestRemediation(t *testing.T) {
	plain, markdown := remediation("Set <it>\nto one.\n\n    resource \"a\" \"b\" {\n      c = 1\n    }\n\n    code\n<img src=y>\n")
	wantPlain := "Set <it>\nto one.\n\n    resource \"a\" \"b\" {\n      c = 1\n    }\n\n    code\n<img src=y>"
	wantMarkdown := "Set &lt;it&gt; to one.\n\n    resource \"a\" \"b\" {\n      c = 1\n    }\n\ncode &lt;img src=y&gt;"
	if plain != wantPlain {
		t.Errorf("plain:\n%s", plain)
	}
	if markdown != wantMarkdown {
		t.Errorf("Markdown:\n%s", markdown)
	}
}

func FuzzEscapeMarkdown(f *testing.F) {
	for _, seed := range []string{"a", "@a", "://", "www.", "Www.x", "<a>", "&amp;", "`", "\\@", "\xff.", "#", "[x](y)", "![x]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkInert(t, EscapeMarkdown(s))
		checkInert(t, code(s))
		if got := EscapeMarkdown(s); strings.ContainsAny(got, "<>\n") {
			t.Errorf("%q became %s", s, got)
		}
	})
}
