package setting

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Check reports the first setting that is out of its limits. A file's settings
// are checked already; those of flags and arguments are not.
func (s Settings) Check() error {
	var first error
	s.check(func(found any, err error, setting string, _ ...any) {
		if first == nil && err != nil {
			first = fmt.Errorf("%s: %w, found %#v", setting, err, found)
		}
	})
	return first
}

// check reports each value, with nil or what was expected, and where it is in the setting.
func (s Settings) check(report func(found any, err error, setting string, within ...any)) {
	for i, r := range s.ApprovedRegistries {
		report(r, checkEntry(r), "approved_registries", i)
	}
	for i, p := range s.NodeRolePolicies {
		report(p, cmp.Or(checkEntry(p), checkWords(p)), "node_role_policies", i)
	}
	if s.ThirdPartyImageScanning != "" {
		report(s.ThirdPartyImageScanning, checkWords(s.ThirdPartyImageScanning), "third_party_image_scanning")
	}
	if s.NetworkPolicyEngine != "" {
		report(s.NetworkPolicyEngine, checkWords(s.NetworkPolicyEngine), "network_policy_engine")
	}
	if p := s.MinPublicPrefix; p.IPv4 != 0 {
		report(p.IPv4, checkBits(p.IPv4, maxIPv4), "min_public_prefix")
	}
	if p := s.MinPublicPrefix; p.IPv6 != 0 {
		report(p.IPv6, checkBits(p.IPv6, maxIPv6), "min_public_prefix")
	}
}

const (
	maxIPv4 = 32
	maxIPv6 = 128
)

// checkBits refuses a length that no prefix has, and 0, which would call the
// whole internet limited.
func checkBits(bits, most int) error {
	if bits < 1 || bits > most {
		return fmt.Errorf("expected a prefix length from 1 to %d", most)
	}
	return nil
}

// checkEntry refuses what can match nothing: neither registries nor policies
// have empty names, or spaces in them.
func checkEntry(entry string) error {
	if entry == "" || strings.ContainsFunc(entry, unicode.IsSpace) {
		return errors.New("expected a name without spaces")
	}
	return nil
}

// checkWords refuses a text that tells a reader nothing: dashes and dots alone,
// and characters that show nothing, Hangul fillers among them, which are letters.
func checkWords(text string) error {
	if !strings.ContainsFunc(text, func(r rune) bool {
		return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
	}) {
		return errors.New("expected text with a letter or a digit")
	}
	return nil
}
