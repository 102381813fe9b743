package source

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// computed is what a provider would give that follows from its configuration
// alone: the region, and the partition that the region is in.
func (in *instance) computed() map[string]cty.Value {
	if in.block.Mode != graph.Data {
		return nil
	}
	switch in.block.Type {
	case "aws_region":
		if region, marks, ok := in.region(); ok {
			name := cty.StringVal(region).WithMarks(marks)
			return map[string]cty.Value{"name": name, "id": name, "region": name}
		}
	case "aws_partition":
		if region, marks, ok := in.region(); ok {
			p := partitionOf(region)
			given := func(text string) cty.Value { return cty.StringVal(text).WithMarks(marks) }
			return map[string]cty.Value{
				"id":                 given(p.name),
				"partition":          given(p.name),
				"dns_suffix":         given(p.suffix),
				"reverse_dns_prefix": given(p.reverse),
			}
		}
	}
	return nil
}

// region is the region of the instance, with the marks that stay on it: its own
// argument, or that of its provider configuration.
func (in *instance) region() (string, cty.ValueMarks, bool) {
	v := in.configured().argument("region")
	for _, name := range []string{"region", "name"} { // name is what a data source had before provider 6
		if own, ok := in.written().values[name]; ok && !own.IsNull() {
			v = own
		}
	}
	v, marks := v.Unmark()
	if !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return "", nil, false
	}
	return v.AsString(), lasting(marks), true
}

type partition struct{ name, suffix, reverse string }

// partitionOf tells the partition of a region by its prefix, as AWS's endpoint
// metadata does.
func partitionOf(region string) partition {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return partition{"aws-cn", "amazonaws.com.cn", "cn.com.amazonaws"}
	case strings.HasPrefix(region, "us-gov-"):
		return partition{"aws-us-gov", "amazonaws.com", "com.amazonaws"}
	case strings.HasPrefix(region, "us-isob-"):
		return partition{"aws-iso-b", "sc2s.sgov.gov", "gov.sgov.sc2s"}
	case strings.HasPrefix(region, "us-iso-"):
		return partition{"aws-iso", "c2s.ic.gov", "gov.ic.c2s"}
	}
	return partition{"aws", "amazonaws.com", "com.amazonaws"}
}
