package provider

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// judging is a function that judges what it is given. It takes a value of which
// parts are not known yet, as at plan.
type judging struct {
	engine  *engine
	name    string
	summary string
	takes   function.Parameter
	read    func(*assess.Assessor, cty.Value) ([]*graph.Resource, error) // makes resources of the argument
	answer  answer
}

func (f *judging) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = f.name
}

func (f *judging) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: f.summary,
		MarkdownDescription: f.summary + ", by the " + benchmark.Default + " benchmark. " + f.answer.means +
			" The result is unknown as long as nothing of the argument is known.",
		Parameters: []function.Parameter{f.takes},
		Return:     f.answer.typ,
	}
}

func (f *judging) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var argument types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &argument); resp.Error != nil {
		return
	}
	value, err := ctyOf(ctx, argument)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, message(err))
		return
	}
	// Terraform 1.15's validate walk hands over an object of which no leaf is
	// known. An answer to that would be an answer about nothing.
	if known, unknown := leaves(value); unknown && !known {
		resp.Error = resp.Result.Set(ctx, f.answer.none)
		return
	}
	assessor, err := f.engine.assessor()
	if err != nil {
		resp.Error = function.NewFuncError(message(err))
		return
	}
	resources, err := f.read(assessor, value)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, message(err))
		return
	}
	report, err := judge(assessor, resources)
	if err != nil {
		resp.Error = function.NewFuncError(message(err))
		return
	}
	resp.Error = resp.Result.Set(ctx, f.answer.of(report))
}

// ofType reads resources of one type.
func ofType(typ string) func(*assess.Assessor, cty.Value) ([]*graph.Resource, error) {
	return func(a *assess.Assessor, v cty.Value) ([]*graph.Resource, error) {
		return instances(typ, v, arguments(a, typ))
	}
}

// ofTypes reads an object whose attributes are called by the types of the
// resources that they hold.
func ofTypes(a *assess.Assessor, v cty.Value) ([]*graph.Resource, error) {
	switch {
	case v.IsKnown() && v.IsNull():
		return nil, nil
	case !v.IsKnown() || !v.Type().IsObjectType():
		return nil, errors.New("expected an object from resource types to resources, such as { aws_eks_cluster = aws_eks_cluster.this }")
	}
	var all []*graph.Resource
	given := v.AsValueMap()
	for _, typ := range slices.Sorted(maps.Keys(given)) {
		if !slices.Contains(readTypes(a), typ) {
			return nil, fmt.Errorf("no control reads the resource type %q; the command \"terraform-provider-cisbench controls\" lists those that are read", typ)
		}
		resources, err := instances(typ, given[typ], arguments(a, typ))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", typ, err)
		}
		all = append(all, resources...)
	}
	return all, nil
}
