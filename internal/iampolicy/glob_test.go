package iampolicy

import (
	"strings"
	"testing"
)

func TestCovers(t *testing.T) {
	for _, tt := range []struct {
		wide, narrow string
		want         bool
	}{
		{"*", "anything", true},
		{"*", "*", true},
		{"**", "*", true},
		{"*", "**", true},
		{"", "", true},
		{"*", "", true},
		{"", "*", false},
		{"?", "a", true},
		{"?", "?", true},
		{"?", "*", false}, // a star may be no character at all
		{"?*", "*", false},
		{"a*", "a*b", true},
		{"a*b", "a*", false},
		{"*a*", "bab", true},
		{"*ab", "aab", true},
		{"*ab", "aabc", false},
		{"a?c", "abc", true},
		{"a?c", "ac", false},
		{"arn:aws:ecr:*:*:repository/*", "arn:aws:ecr:eu-west-1:111122223333:repository/app", true},
		{"arn:aws:ecr:*:*:repository/*", "arn:aws:ecr:*:*:repository/team-*", true},
		{"arn:aws:ecr:*:*:repository/team-*", "arn:aws:ecr:*:*:repository/*", false},
		{"arn:aws:ecr:*", "arn:aws:ecr-public::111122223333:repository/app", false},
		{"a${aws:username}c", "abc", true}, // a variable is any text
		{"a${*}c", "abc", false},           // the character itself
		{"a${*}c", "a${*}c", true},
		{"a${open", "a${open", true},
	} {
		if got := compile(tt.wide).covers(compile(tt.narrow)); got != tt.want {
			t.Errorf("%q covers %q = %t, want %t", tt.wide, tt.narrow, got, tt.want)
		}
	}
}

func TestOverlaps(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"*", "", true},
		{"*", "abc", true},
		{"", "", true},
		{"", "a", false},
		{"", "?", false},
		{"a*", "*b", true},
		{"a*", "b*", false},
		{"a?", "?b", true},
		{"a?", "ab*c", false},
		{"*a", "b*", true},
		{"arn:aws*:ecr:*", "*", true},
		{"arn:aws*:ecr:*", "arn:aws-cn:ecr:cn-north-1:111122223333:repository/app", true},
		{"arn:aws*:ecr:*", "arn:*:ecr:*:*:repository/app", true},
		{"arn:aws:ecr:*", "arn:aws:s3:::bucket/*", false},
		{"arn:aws*:ecr:*", "arn:aws:s3:::bucket/*", true}, // a star does not stop at a colon
		{"arn:aws:ecr:*", "arn:aws:ecr-public::111122223333:repository/app", false},
		{"arn:aws*:ecr:*", "*repository/app", true},
	} {
		a, b := compile(tt.a), compile(tt.b)
		if got := a.overlaps(b); got != tt.want {
			t.Errorf("%q overlaps %q = %t, want %t", tt.a, tt.b, got, tt.want)
		}
		if a.overlaps(b) != b.overlaps(a) {
			t.Errorf("%q and %q: overlaps depends on the order", tt.a, tt.b)
		}
	}
}

func TestGlobHostileLength(t *testing.T) {
	long := compile(strings.Repeat("*a", 1<<16))
	if long.covers(long) {
		t.Error("covers: past the bound nothing is proven, got true")
	}
	if !long.overlaps(long) {
		t.Error("overlaps: past the bound nothing is excluded, got false")
	}
}
