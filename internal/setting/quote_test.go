package setting

import (
	"strings"
	"testing"
)

// foreign are files that are neither settings nor waivers, each with a word that
// nobody may see: hidden7.
func foreign() []string {
	return []string{
		"hidden7-token-of-a-machine\n", "hidden7", "\"hidden7\"", "- hidden7", "hidden7: x", "token: hidden7", "[hidden7]", "{hidden7", "'hidden7",
		"*hidden7", "&hidden7 x: *hidden7", "&hidden7 [*hidden7]", "!hidden7 x", "!!hidden7 x", "!hidden7!x y", "%hidden7 x\n---\n", "? [hidden7]\n: 1",
		"? {a: hidden7}\n: 1", "hidden7: 1\nhidden7: 2", "<<: hidden7", "strict: hidden7", "strict: [hidden7]", "strict: {hidden7: 1}", "strict: !!int hidden7",
		"fail_on: hidden7", "min_severity: hidden7", "min_public_prefix: hidden7", "min_public_prefix: {hidden7: 1}", "min_public_prefix: {ipv4: hidden7}",
		"approved_registries: hidden7", "approved_registries: ['hidden7 x']", "approved_registries: [{hidden7: 1}]", "waivers: {hidden7: 1}",
		"waivers: hidden7", "waivers: [hidden7]", "waivers: [{hidden7: 1}]", "waivers: [{control: 'hidden7 x'}]", "waivers: [{control: a, address: \" hidden7\"}]",
		"waivers: [{control: a, address: b, reason: c, expires: hidden7}]", "waivers: [{expires: hidden7}]", "waivers: [{address: 'hidden7" + strings.Repeat("*", 30) + "'}]",
		"max_age: hidden7", "max_age: !!int hidden7", "max_age: !!binary hidden7", "strict: !!float hidden7", "strict: true\n---\nhidden7", "a: b: hidden7", "\thidden7",
		"-----BEGIN hidden7-----\nhidden7\n", "DB_PASSWORD=hidden7\nA: hidden7", "{\"hidden7\": \"hidden7\"}", "hidden7\x00", "@hidden7", "`hidden7`",
	}
}

// An error about a file says where and what was expected: a branch may name, in
// its settings, a file that it may not read.
func TestErrorsQuoteNothing(t *testing.T) {
	for _, text := range foreign() {
		_, settings := Decode("s.yaml", []byte(text))
		_, waivers := DecodeWaivers("w.yaml", []byte(text))
		if settings == nil && waivers == nil {
			t.Errorf("%q is taken for settings and for waivers", text)
		}
		for _, err := range []error{settings, waivers} {
			if err != nil && strings.Contains(err.Error(), "hidden7") {
				t.Errorf("%q: %v", text, err)
			}
		}
	}
}
