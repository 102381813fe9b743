package setting

import (
	"strconv"
	"strings"
	"testing"
)

// What people write to be read has a letter or a digit, wherever they write it.
func TestWords(t *testing.T) {
	places := map[string]func(text string) error{
		"reason of a waiver": func(text string) error {
			_, err := DecodeWaivers("w.yaml", []byte("waivers: [{control: a, address: b, expires: 2026-01-01, reason: "+strconv.Quote(text)+"}]"))
			return err
		},
		"approver of a waiver": func(text string) error {
			_, err := DecodeWaivers("w.yaml", []byte("waivers: [{control: a, address: b, expires: 2026-01-01, reason: r, approved_by: "+strconv.Quote(text)+"}]"))
			return err
		},
		"reason of a comment": func(text string) error {
			_, _, err := ParseSuppression("# cisbench:ignore=5.4.1:" + text)
			return err
		},
		"reason of a dated comment": func(text string) error {
			_, _, err := ParseSuppression("# cisbench:ignore=5.4.1:exp=2026-01-01:" + text)
			return err
		},
		"scanner in a file": func(text string) error {
			_, err := Decode("s.yaml", []byte("third_party_image_scanning: "+strconv.Quote(text)))
			return err
		},
		"engine in a file": func(text string) error {
			_, err := Decode("s.yaml", []byte("network_policy_engine: "+strconv.Quote(text)))
			return err
		},
		"scanner of a flag": func(text string) error { return Settings{ThirdPartyImageScanning: text}.Check() },
		"engine of a flag":  func(text string) error { return Settings{NetworkPolicyEngine: text}.Check() },
		"policy of a flag":  func(text string) error { return Settings{NodeRolePolicies: []string{text}}.Check() },
	}
	empty := []string{"-", "—", "...", "?!", "\u200b", "\u3164", "\u115f\u1160", "\uffa0", "\u2800", "\ufeff-\u200d", "_", "🙈"}
	for place, check := range places {
		for _, text := range empty {
			if err := check(text); err == nil {
				t.Errorf("%s: %q is taken for words", place, text)
			} else if strings.Contains(place, "file") && !strings.HasPrefix(err.Error(), "s.yaml:1: ") {
				t.Errorf("%s: %v, want the line", place, err)
			}
		}
		for _, text := range []string{"a", "7", "東京", "٣", "\u200bOPS-1"} {
			if err := check(text); err != nil {
				t.Errorf("%s: %q: %v", place, text, err)
			}
		}
	}
	if err := (Settings{}).Check(); err != nil {
		t.Errorf("nothing is set: %v", err)
	}
	if _, err := Decode("s.yaml", []byte("network_policy_engine: ''")); err != nil {
		t.Errorf("no engine: %v", err)
	}
}
