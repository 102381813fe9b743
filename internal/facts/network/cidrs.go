package network

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// Width is how far a list of networks opens an endpoint.
type Width struct {
	Proof     string // the fact that proves it open, or ill-formed; "" when none does
	Undecided bool   // a network is not known yet, and may be an open one
}

// Reach judges the networks that may reach the public endpoint: open is a union
// that covers all of IPv4 or all of IPv6, or a single prefix shorter than the
// limit. A network that is no CIDR limits nothing.
func Reach(cidrs graph.Value, limit setting.Prefix) Width {
	var w Width
	var prefixes []netip.Prefix
	for _, e := range cidrs.Elements() {
		if e.Unknown() {
			w.Undecided = true
			continue
		}
		text, _ := e.Text()
		prefix, ok := network(text)
		if !ok {
			return Width{Proof: fmt.Sprintf("public endpoint is limited by %s, which is no CIDR of a network", control.Show(e))}
		}
		switch shortest := shortestPrefix(prefix, limit); {
		case prefix.Bits() == 0:
			return Width{Proof: "public endpoint is open to " + control.Show(e)}
		case prefix.Bits() < shortest && w.Proof == "":
			w.Proof = fmt.Sprintf("public endpoint is open to %s, which is wider than /%d", control.Show(e), shortest)
		}
		prefixes = append(prefixes, prefix)
	}
	for _, first := range []netip.Addr{netip.IPv6Unspecified(), netip.IPv4Unspecified()} {
		if covered(prefixes, first) {
			w.Proof = fmt.Sprintf("public endpoint is open to all of %s/0: its networks leave no address out", first)
		}
	}
	return w
}

// network reads a CIDR as EKS does: an address within the network, such as
// 10.1.2.3/8, is refused. IPv4 mapped into IPv6 is IPv4.
func network(text string) (netip.Prefix, bool) {
	prefix, err := netip.ParsePrefix(text)
	if err != nil || prefix != prefix.Masked() {
		return netip.Prefix{}, false
	}
	const mapped = 96 // ::ffff:0:0/96, RFC 4291 section 2.5.5.2
	if prefix.Addr().Is4In6() {
		prefix = netip.PrefixFrom(prefix.Addr().Unmap(), prefix.Bits()-mapped)
	}
	return prefix, true
}

func shortestPrefix(prefix netip.Prefix, limit setting.Prefix) int {
	if prefix.Addr().Is4() {
		return limit.V4()
	}
	return limit.V6()
}

// covered reports whether the prefixes together hold every address from the
// first of its family, such as 0.0.0.0, to the last.
func covered(prefixes []netip.Prefix, first netip.Addr) bool {
	sorted := slices.Clone(prefixes)
	slices.SortFunc(sorted, netip.Prefix.Compare)
	next := first // the lowest address that is not yet held
	for _, p := range sorted {
		// Of the other family are, as netip orders addresses, IPv4 ones that are
		// passed already or IPv6 ones beyond a gap.
		if next.Less(p.Addr()) {
			return false
		}
		if last := lastOf(p); !last.Less(next) {
			next = last.Next()
		}
		if !next.IsValid() {
			return true // beyond the last address
		}
	}
	return false
}

// lastOf returns the highest address of a network.
func lastOf(p netip.Prefix) netip.Addr {
	bytes := p.Addr().AsSlice()
	for bit := p.Bits(); bit < len(bytes)*8; bit++ {
		bytes[bit/8] |= 0x80 >> (bit % 8)
	}
	last, _ := netip.AddrFromSlice(bytes)
	return last
}
