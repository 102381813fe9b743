package setting

import (
	"fmt"
	"strings"
	"unicode"
)

// Check reports the first setting that is out of its limits. A file's settings
// are checked already; those of flags and arguments are not.
func (s Settings) Check() error {
	for _, r := range s.ApprovedRegistries {
		if err := checkEntry(r); err != nil {
			return fmt.Errorf("approved_registries: %w", err)
		}
	}
	for _, p := range s.NodeRolePolicies {
		if err := checkEntry(p); err != nil {
			return fmt.Errorf("node_role_policies: %w", err)
		}
	}
	if err := s.MinPublicPrefix.check(); err != nil {
		return fmt.Errorf("min_public_prefix: %w", err)
	}
	return nil
}

func (p Prefix) check() error {
	if p.IPv4 != 0 {
		if err := checkBits(p.IPv4, maxIPv4); err != nil {
			return err
		}
	}
	if p.IPv6 != 0 {
		return checkBits(p.IPv6, maxIPv6)
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
		return fmt.Errorf("expected a prefix length from 1 to %d, found %d", most, bits)
	}
	return nil
}

// checkEntry refuses what can match nothing: neither registries nor policies
// have empty names, or spaces in them.
func checkEntry(entry string) error {
	if entry == "" || strings.ContainsFunc(entry, unicode.IsSpace) {
		return fmt.Errorf("expected a name without spaces, found %q", entry)
	}
	return nil
}
