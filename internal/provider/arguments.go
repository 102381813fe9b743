package provider

import (
	"context"
	"maps"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// resources makes the graph's resources of the data source's arguments.
func (m model) resources(ctx context.Context) ([]*graph.Resource, error) {
	cluster, err := ctyOf(ctx, m.Cluster)
	if err != nil {
		return nil, err
	}
	cidrs, err := ctyOf(ctx, m.PublicAccessCIDRs)
	if err != nil {
		return nil, err
	}
	repositories, err := ctyOf(ctx, m.Repositories)
	if err != nil {
		return nil, err
	}
	var all []*graph.Resource
	if !cluster.IsNull() {
		args := cluster.AsValueMap()
		args["vpc_config"] = widen(network(args["vpc_config"], cidrs), "subnet_ids")
		args["encryption_config"] = widen(args["encryption_config"], "provider")
		args["compute_config"] = widen(args["compute_config"], "node_pools", "node_role_arn")
		all = append(all, partial(clusterType, graph.Key{}, args))
	}
	if !repositories.IsNull() {
		for it := repositories.ElementIterator(); it.Next(); {
			name, repository := it.Element()
			if !repository.IsNull() {
				all = append(all, partial(repositoryType, keyOf(name), repository.AsValueMap()))
			}
		}
	}
	return all, nil
}

// partial is a resource of which the data source can be handed these arguments
// alone: what the others are, nobody tells.
func partial(typ string, key graph.Key, args map[string]cty.Value) *graph.Resource {
	return newGiven(typ, key, given{args: args, rest: cty.DynamicVal, withheld: true})
}

// network puts the CIDRs where the resource has them.
func network(vpc, cidrs cty.Value) cty.Value {
	if vpc.IsNull() || vpc.LengthInt() == 0 {
		vpc = cty.TupleVal([]cty.Value{cty.EmptyObjectVal})
	}
	blocks := vpc.AsValueSlice()
	for i, block := range blocks {
		if !block.IsNull() {
			blocks[i] = with(block, "public_access_cidrs", cidrs)
		}
	}
	return cty.TupleVal(blocks)
}

// widen gives each block the arguments that it may have and the data source does
// not take.
func widen(blocks cty.Value, names ...string) cty.Value {
	if blocks.IsNull() {
		return blocks
	}
	all := blocks.AsValueSlice()
	for i, block := range all {
		for _, name := range names {
			if !block.IsNull() {
				block = with(block, name, cty.DynamicVal)
			}
		}
		all[i] = block
	}
	return cty.TupleVal(all)
}

func with(object cty.Value, name string, v cty.Value) cty.Value {
	attributes := maps.Clone(object.AsValueMap())
	if attributes == nil {
		attributes = map[string]cty.Value{}
	}
	attributes[name] = v
	return cty.ObjectVal(attributes)
}
