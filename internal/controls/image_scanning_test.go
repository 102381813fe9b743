package controls

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// scanRule is a registry's rule with one filter.
func scanRule(frequency, filter cty.Value) cty.Value {
	return graphtest.One(graphtest.Object("scan_frequency", frequency, "repository_filter", graphtest.One(graphtest.Object("filter", filter))))
}

func TestImageScanningInDoubt(t *testing.T) {
	on, off, unknown := cty.True, cty.False, cty.UnknownVal(cty.Bool)
	onPush, continuous, star, other := cty.StringVal("SCAN_ON_PUSH"), cty.StringVal("CONTINUOUS_SCAN"), cty.StringVal("*"), cty.StringVal("other/*")
	repository := func(scans cty.Value) *graph.Resource {
		return graphtest.Build(t, "aws_ecr_repository.x", graphtest.Pairs("name", "app", "image_scanning_configuration", graphtest.One(graphtest.Object("scan_on_push", scans))), nil)
	}
	registry := func(name string, scanType, rule cty.Value) *graph.Resource {
		return graphtest.Build(t, "aws_ecr_registry_scanning_configuration."+name, graphtest.Pairs("scan_type", scanType, "rule", rule), nil)
	}
	enabler := func(name string, types cty.Value) *graph.Resource {
		return graphtest.Build(t, "aws_inspector2_enabler."+name, graphtest.Pairs("resource_types", types), nil)
	}
	organization := func(ecr cty.Value) *graph.Resource {
		return graphtest.Build(t, "aws_inspector2_organization_configuration.x", graphtest.Pairs("auto_enable", graphtest.One(graphtest.Object("ecr", ecr))), nil)
	}
	basic, enhanced, none := cty.StringVal("BASIC"), cty.StringVal("ENHANCED"), cty.EmptyTupleVal
	undecided := cty.TupleVal([]cty.Value{graphtest.UnknownText(), cty.StringVal("EC2")})
	tests := []struct {
		name      string
		resources []*graph.Resource
		want      string
	}{
		{"a frequency that is not known", []*graph.Resource{repository(off), registry("r", enhanced, scanRule(graphtest.UnknownText(), star))},
			"unknown x rule[0].scan_frequency"},
		{"a frequency that is not known, of a rule for others", []*graph.Resource{repository(off), registry("r", enhanced, scanRule(graphtest.UnknownText(), other))},
			"fail x rule"},
		{"a frequency that is not known, basic", []*graph.Resource{repository(on), registry("r", basic, scanRule(graphtest.UnknownText(), star))},
			"unknown x rule[0].scan_frequency"},
		{"a manual frequency, basic", []*graph.Resource{repository(on), registry("r", basic, scanRule(cty.StringVal("MANUAL"), star))}, "manual x rule"},
		{"a filter that is not known, basic and off", []*graph.Resource{repository(off), registry("r", basic, scanRule(onPush, graphtest.UnknownText()))},
			"unknown x rule[0].repository_filter[0].filter"},
		{"a filter that is not known, basic and on", []*graph.Resource{repository(on), registry("r", basic, scanRule(onPush, graphtest.UnknownText()))},
			"unknown x rule[0].repository_filter[0].filter"},
		{"rules that are not known, basic", []*graph.Resource{repository(off), registry("r", basic, cty.DynamicVal)}, "unknown x rule.scan_frequency"},
		{"rules that are not known, enhanced", []*graph.Resource{repository(on), registry("r", enhanced, cty.DynamicVal)}, "unknown x rule.scan_frequency"},
		{"a type that is not known, on push", []*graph.Resource{repository(off), registry("r", graphtest.UnknownText(), scanRule(onPush, star))},
			"pass x rule[0].repository_filter[0].filter"},
		{"a type that is not known, continuous", []*graph.Resource{repository(off), registry("r", graphtest.UnknownText(), scanRule(continuous, star))}, "unknown x scan_type"},
		{"a type that is not known, no rule", []*graph.Resource{repository(off), registry("r", graphtest.UnknownText(), none)}, "unknown x scan_type"},
		{"basic, no rule, and a setting that is not known", []*graph.Resource{repository(unknown), registry("r", basic, none)}, "unknown x image_scanning_configuration[0].scan_on_push"},
		{"basic, another's rule, and a setting that is not known", []*graph.Resource{repository(unknown), registry("r", basic, scanRule(onPush, other))},
			"unknown x image_scanning_configuration[0].scan_on_push"},
		{"two configurations that agree", []*graph.Resource{repository(off), registry("r", enhanced, none), registry("s", enhanced, scanRule(onPush, other))}, "fail x rule"},
		{"two configurations that do not", []*graph.Resource{repository(off), registry("r", enhanced, none), registry("s", enhanced, scanRule(onPush, star))}, "unknown x rule"},
		{"Inspector for what is not known", []*graph.Resource{repository(off), enabler("x", undecided)}, "unknown x resource_types"},
		{"Inspector for what is not known, and it is on", []*graph.Resource{repository(on), enabler("x", undecided)}, "pass x image_scanning_configuration[0].scan_on_push"},
		{"Inspector, the certain one first", []*graph.Resource{repository(off), enabler("a", undecided), enabler("b", graphtest.Texts("ECR"))}, "manual x image_scanning_configuration[0].scan_on_push"},
		{"Inspector of an organization, not known", []*graph.Resource{repository(off), organization(unknown)}, "unknown x auto_enable[0].ecr"},
		{"Inspector of an organization, off", []*graph.Resource{repository(off), organization(off)}, "fail x image_scanning_configuration[0].scan_on_push"},
		{"Inspector and enhanced without a rule", []*graph.Resource{repository(off), enabler("x", graphtest.Texts("ECR")), registry("r", enhanced, none)}, "fail x rule"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := strings.Join(said(imageScanning().Evaluate(control.Input{Graph: graph.New(test.resources)})), "\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

// Another place's configuration is mentioned only where nothing else decides.
func TestImageScanningElsewhere(t *testing.T) {
	at := func(r *graph.Resource, provider string) *graph.Resource {
		r.Provider = provider
		return r
	}
	repository := at(graphtest.Build(t, "aws_ecr_repository.x", graphtest.Pairs("name", "app", "region", "eu-west-1"), nil), "aws")
	registry := func(name, provider string, region cty.Value) *graph.Resource {
		return at(graphtest.Build(t, "aws_ecr_registry_scanning_configuration."+name,
			graphtest.Pairs("region", region, "scan_type", "ENHANCED", "rule", scanRule(cty.StringVal("SCAN_ON_PUSH"), cty.StringVal("*"))), nil), provider)
	}
	const mention = " is for another account or region and does not apply"
	tests := []struct {
		name       string
		registries []*graph.Resource
		want       string
	}{
		{"another region", []*graph.Resource{registry("a", "aws", cty.StringVal("us-east-1"))},
			"fail: scan_on_push is left out: images are not scanned on push; aws_ecr_registry_scanning_configuration.a" + mention},
		{"a configuration of which nothing is known", []*graph.Resource{registry("a", "aws.other", cty.StringVal("eu-west-1"))},
			"unknown: it cannot be told yet which holds: the registry's filter * scans it on push, or scan_on_push is left out: images are not scanned on push"},
		{"another and its own", []*graph.Resource{registry("a", "aws.other", cty.StringVal("eu-west-1")), registry("b", "aws", cty.StringVal("eu-west-1"))},
			"pass: the registry's filter * scans it on push"},
		{"a region that is not known", []*graph.Resource{registry("a", "aws", graphtest.UnknownText())},
			"unknown: it cannot be told yet which holds: the registry's filter * scans it on push, or scan_on_push is left out: images are not scanned on push"},
		{"a region that is not known, and another", []*graph.Resource{registry("a", "aws", graphtest.UnknownText()), registry("b", "aws.other", graphtest.UnknownText())},
			"unknown: it cannot be told yet which holds: the registry's filter * scans it on push, or scan_on_push is left out: images are not scanned on push"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := imageScanning().Evaluate(control.Input{Graph: graph.New(append(test.registries, repository))})[0]
			if diff := cmp.Diff(test.want, string(v.Status)+": "+v.Message); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}
