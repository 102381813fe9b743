package setting

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Check reports the first setting that is out of its limits. A file's settings
// are checked already; those of flags and arguments are not.
func (s Settings) Check() error {
	for _, r := range s.ApprovedRegistries {
		if err := checkEntry(r); err != nil {
			return fmt.Errorf("approved_registries: %w, found %q", err, r)
		}
	}
	for _, p := range s.NodeRolePolicies {
		if err := checkEntry(p); err != nil {
			return fmt.Errorf("node_role_policies: %w, found %q", err, p)
		}
	}
	for _, p := range s.NodeRolePolicies {
		if err := checkWords(p); err != nil {
			return fmt.Errorf("node_role_policies: %w", err)
		}
	}
	for _, product := range []struct{ setting, name string }{
		{"third_party_image_scanning", s.ThirdPartyImageScanning},
		{"network_policy_engine", s.NetworkPolicyEngine},
	} {
		if err := checkWords(product.name); err != nil && product.name != "" {
			return fmt.Errorf("%s: %w", product.setting, err)
		}
	}
	if err := s.MinPublicPrefix.check(); err != nil {
		return fmt.Errorf("min_public_prefix: %w", err)
	}
	return nil
}

func (p Prefix) check() error {
	if err := checkBits(p.IPv4, maxIPv4); p.IPv4 != 0 && err != nil {
		return fmt.Errorf("%w, found %d", err, p.IPv4)
	}
	if err := checkBits(p.IPv6, maxIPv6); p.IPv6 != 0 && err != nil {
		return fmt.Errorf("%w, found %d", err, p.IPv6)
	}
	return nil
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
