package function

import (
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/netip"
	stdstrings "strings"

	"github.com/apparentlymart/go-cidr/cidr"
	ctycidr "github.com/hashicorp/go-cty-funcs/cidr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/gocty"
)

func networks() map[string]entry {
	return map[string]entry{
		"cidrcontains": {fn: cidrContains()}, // OpenTofu's
		"cidrhost":     {fn: cidrHost()},
		"cidrnetmask":  {fn: text("prefix", cidrNetmask)},
		"cidrsubnet":   {fn: cidrSubnet()},
		"cidrsubnets":  {fn: cidrSubnets()},
	}
}

// network reads a CIDR prefix as Terraform does, which takes 010.0.0.0/8 for
// 10.0.0.0/8 where Go's own parser refuses it.
func network(prefix string) (*net.IPNet, error) {
	_, ipnet, err := net.ParseCIDR(decimal(prefix))
	if err != nil {
		return nil, fmt.Errorf("must be a CIDR prefix such as 10.0.0.0/16: %w", err)
	}
	return ipnet, nil
}

// decimal drops the leading zeros of an address's numbers. In IPv6 they mean
// nothing, and Terraform says that they mean nothing in IPv4 either.
func decimal(prefix string) string {
	address, bits, slash := stdstrings.Cut(prefix, "/")
	var b stdstrings.Builder
	start := true
	for i := range len(address) {
		c := address[i]
		if start && c == '0' && i+1 < len(address) && address[i+1] >= '0' && address[i+1] <= '9' {
			continue
		}
		start = c == '.' || c == ':'
		b.WriteByte(c)
	}
	if slash {
		b.WriteString("/" + bits)
	}
	return b.String()
}

func whole(v cty.Value) (*big.Int, error) {
	n, accuracy := v.AsBigFloat().Int(nil)
	if n == nil || accuracy != big.Exact {
		return nil, errors.New("must be a whole number")
	}
	return n, nil
}

func cidrHost() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "prefix", Type: cty.String}, {Name: "hostnum", Type: cty.Number}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			host, err := whole(args[1])
			if err != nil {
				return cty.NilVal, function.NewArgError(1, err)
			}
			from, err := network(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			ip, err := cidr.HostBig(from, host)
			if err != nil {
				return cty.NilVal, function.NewArgError(1, err)
			}
			return cty.StringVal(ip.String()), nil
		},
	})
}

func cidrNetmask(prefix string) (string, error) {
	of, err := network(prefix)
	if err != nil {
		return "", err
	}
	if of.IP.To4() == nil {
		return "", errors.New("must be IPv4: IPv6 has no netmasks")
	}
	return net.IP(of.Mask).String(), nil
}

func cidrSubnet() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "prefix", Type: cty.String},
			{Name: "newbits", Type: cty.Number},
			{Name: "netnum", Type: cty.Number},
		},
		Type: function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			var bits int
			if err := gocty.FromCtyValue(args[1], &bits); err != nil {
				return cty.NilVal, function.NewArgError(1, err)
			}
			number, err := whole(args[2])
			if err != nil {
				return cty.NilVal, function.NewArgError(2, err)
			}
			from, err := network(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			subnet, err := cidr.SubnetBig(from, bits, number)
			if err != nil {
				return cty.NilVal, err
			}
			return cty.StringVal(subnet.String()), nil
		},
	})
}

func cidrSubnets() function.Function {
	return function.New(&function.Spec{
		Params:   ctycidr.SubnetsFunc.Params(),
		VarParam: ctycidr.SubnetsFunc.VarParam(),
		Type:     function.StaticReturnType(cty.List(cty.String)),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			args = append([]cty.Value{cty.StringVal(decimal(args[0].AsString()))}, args[1:]...)
			return ctycidr.SubnetsFunc.Call(args)
		},
	})
}

func cidrContains() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "containing_prefix", Type: cty.String},
			{Name: "contained_ip_or_prefix", Type: cty.String},
		},
		Type: function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			outer, err := netip.ParsePrefix(decimal(args[0].AsString()))
			if err != nil {
				return cty.NilVal, function.NewArgErrorf(0, "must be a CIDR prefix such as 10.0.0.0/16: %w", err)
			}
			inner, err := netip.ParsePrefix(decimal(args[1].AsString()))
			if err != nil {
				address, err := netip.ParseAddr(decimal(args[1].AsString()))
				if err != nil {
					return cty.NilVal, function.NewArgErrorf(1, "must be an IP address or a CIDR prefix: %w", err)
				}
				inner = netip.PrefixFrom(address, address.BitLen())
			}
			if inner.Addr().Is4() != outer.Addr().Is4() {
				return cty.NilVal, function.NewArgErrorf(1, "must be of the same address family as the containing prefix")
			}
			return cty.BoolVal(outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())), nil
		},
	})
}
