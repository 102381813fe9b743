package source

import (
	"slices"
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
			name := graph.PartitionOf(region)
			suffix := graph.DNSSuffix(name)
			labels := strings.Split(suffix, ".")
			slices.Reverse(labels)
			given := func(text string) cty.Value { return cty.StringVal(text).WithMarks(marks) }
			return map[string]cty.Value{
				"id":                 given(name),
				"partition":          given(name),
				"dns_suffix":         given(suffix),
				"reverse_dns_prefix": given(strings.Join(labels, ".")),
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
		if own, ok := in.written().values[name]; ok && !isNull(own) {
			v = own
		}
	}
	v, marks := v.Unmark()
	if !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return "", nil, false
	}
	return v.AsString(), lasting(marks), true
}
