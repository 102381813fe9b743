package iampolicy

import (
	"net/netip"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// Limits are the shortest prefixes, in bits, that still count as named
// networks. Shorter ones are taken for the whole internet.
type Limits struct{ V4, V6 int }

// narrow says whether the addresses are named networks: each prefix is long
// enough, and together they are not all of IPv4 or IPv6. A value that is no
// address narrows nothing.
func (l Limits) narrow(values List) logic.Truth {
	var prefixes []netip.Prefix
	t := values.all(func(v string) bool {
		p, ok := parsePrefix(v)
		prefixes = append(prefixes, p)
		switch {
		case !ok:
			return false
		case p.Addr().Is4():
			return p.Bits() >= l.V4
		default:
			return p.Bits() >= l.V6
		}
	})
	if t != logic.No && (coverAll(prefixes, netip.IPv4Unspecified()) || coverAll(prefixes, netip.IPv6Unspecified())) {
		return logic.No
	}
	return t
}

// parsePrefix reads a CIDR or a single address. IPv4 in IPv6's clothes is none:
// its prefix length would say little about how many it admits.
func parsePrefix(s string) (netip.Prefix, bool) {
	if p, err := netip.ParsePrefix(s); err == nil {
		return p.Masked(), !p.Addr().Is4In6()
	}
	a, err := netip.ParseAddr(s)
	if err != nil || a.Zone() != "" || a.Is4In6() {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(a, a.BitLen()), true
}

// coverAll says whether the prefixes cover every address of the family that
// first is the lowest address of.
func coverAll(prefixes []netip.Prefix, first netip.Addr) bool {
	family := slices.DeleteFunc(slices.Clone(prefixes), func(p netip.Prefix) bool {
		return p.Addr().BitLen() != first.BitLen()
	})
	slices.SortFunc(family, func(a, b netip.Prefix) int {
		if c := a.Addr().Compare(b.Addr()); c != 0 {
			return c
		}
		return a.Bits() - b.Bits()
	})
	next := first // the lowest address that is not covered yet
	for _, p := range family {
		if next.Less(p.Addr()) {
			return false
		}
		end := last(p)
		if end.Less(next) {
			continue
		}
		if next = end.Next(); !next.IsValid() {
			return true
		}
	}
	return false
}

// last is the highest address of a prefix.
func last(p netip.Prefix) netip.Addr {
	b := p.Addr().AsSlice()
	for i := p.Bits(); i < len(b)*8; i++ {
		b[i/8] |= 0x80 >> (i % 8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}
