package benchmark

import (
	"strings"
	"testing"
)

// An error about a file that is not a controls file says where and what was
// expected: a branch may name, in its settings, a file that it may not read.
func TestErrorsQuoteNothing(t *testing.T) {
	const head = "controls:\nversion: v\nid: a\ntext: t\n"
	const group = head + "groups:\n- id: g\n  text: t\n  checks:\n  - id: c\n    text: t\n"
	for _, text := range []string{
		"hidden7-token-of-a-machine\n", "- hidden7", "hidden7: x", "token: hidden7", "*hidden7", "a: &hidden7 [*hidden7]", "!hidden7!x y", "{\"hidden7\": 1}",
		"? [hidden7]\n: 1", "hidden7: 1\nhidden7: 2", "controls: hidden7", "version: {hidden7: 1}", "id: hidden7 x", "type: hidden7", "DB_PASSWORD=hidden7\n",
		head + "type: hidden7\n", head + "groups: hidden7\n", head + "groups: [hidden7]\n", head + "groups: [{hidden7: 1}]\n",
		head + "groups:\n- id: hidden7 x\n", group + "    severity: hidden7\n", group + "    level: hidden7\n", group + "    type: hidden7\n",
		group + "    scored: hidden7\n", group + "    references: [hidden7]\n", group + "    condition: !hidden7 x\n    message: m\n    resource: r\n",
		group + "    tests: {hidden7: 1}\n", group + "    tests: {test_items: [{set: hidden7}]}\n", group + "  - id: c\n    text: hidden7\n",
		group + "    scored: !!int hidden7\n", "\thidden7", "hidden7\x00",
	} {
		if _, err := Load("f.yaml", []byte(text)); err == nil {
			t.Errorf("%q is taken for a controls file", text)
		} else if strings.Contains(err.Error(), "hidden7") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
