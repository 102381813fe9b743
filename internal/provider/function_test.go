package provider

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Values as Terraform hands them to a dynamic parameter: objects and tuples.

type args map[string]attr.Value

func object(a args) attr.Value {
	typ := map[string]attr.Type{}
	for name, v := range a {
		typ[name] = v.Type(context.Background())
	}
	return types.ObjectValueMust(typ, a)
}

func tuple(elements ...attr.Value) attr.Value {
	var typ []attr.Type
	for _, e := range elements {
		typ = append(typ, e.Type(context.Background()))
	}
	return types.TupleValueMust(typ, elements)
}

func yes() attr.Value         { return types.BoolValue(true) }
func no() attr.Value          { return types.BoolValue(false) }
func str(s string) attr.Value { return types.StringValue(s) }
func unknownText() attr.Value { return types.StringUnknown() }
func nothing() attr.Value     { return types.DynamicNull() }
func anything() attr.Value    { return types.DynamicUnknown() }
func cidrs(c ...string) attr.Value {
	var all []attr.Value
	for _, one := range c {
		all = append(all, str(one))
	}
	return types.SetValueMust(types.StringType, all)
}

// cluster is a cluster as it is at plan: name and switches known, what AWS
// computes not.
func cluster(private, public, networks attr.Value) attr.Value {
	return object(args{
		"name": str("demo"), "arn": unknownText(), "version": unknownText(),
		"access_config": types.ListUnknown(types.DynamicType), "compute_config": tuple(), "outpost_config": tuple(),
		"vpc_config": tuple(object(args{
			"endpoint_private_access": private, "endpoint_public_access": public, "public_access_cidrs": networks, "vpc_id": unknownText(),
		})),
		"encryption_config": tuple(object(args{
			"resources": cidrs("secrets"), "provider": tuple(object(args{"key_arn": unknownText()})),
		})),
	})
}

func repository(scan attr.Value) attr.Value {
	return object(args{
		"name": str("app"), "arn": unknownText(),
		"image_scanning_configuration": tuple(object(args{"scan_on_push": scan})),
	})
}

// call calls a function as Terraform would.
func call(t *testing.T, name string, argument attr.Value) (attr.Value, *function.FuncError) {
	t.Helper()
	p := New(func(string) string { return "" }, "")().(*cisbench)
	all := functions()
	i := slices.IndexFunc(all, func(f judging) bool { return f.name == name })
	f := all[i]
	f.engine = p.engine
	resp := function.RunResponse{Result: function.NewResultData(f.answer.none)}
	f.Run(context.Background(), function.RunRequest{
		Arguments: function.NewArgumentsData([]attr.Value{types.DynamicValue(argument)}),
	}, &resp)
	return resp.Result.Value(), resp.Error
}

// told writes what a function returns: a text a line, or of a finding its
// control, status, address and attribute.
func told(t *testing.T, v attr.Value) []string {
	t.Helper()
	if v.IsUnknown() {
		return []string{"(unknown)"}
	}
	all := []string{}
	for _, e := range v.(types.List).Elements() {
		switch e := e.(type) {
		case types.String:
			all = append(all, e.ValueString())
		case types.Object:
			var parts []string
			for _, name := range []string{"control", "status", "address", "attribute"} {
				parts = append(parts, e.Attributes()[name].(types.String).ValueString())
			}
			all = append(all, strings.TrimSpace(strings.Join(parts, " ")))
		}
	}
	return all
}

const (
	fix541 = " Fix: In vpc_config of aws_eks_cluster turn endpoint_private_access on, and list the networks you work from in public_access_cidrs."
	fix542 = " Fix: Turn the private endpoint on and the public one off in vpc_config of aws_eks_cluster."
	fix511 = " Fix: Scan on push in every aws_ecr_repository, or set rules for the whole registry with aws_ecr_registry_scanning_configuration."
)

func TestFailures(t *testing.T) {
	good := cluster(yes(), no(), cidrs())
	bad := cluster(no(), no(), cidrs())
	private := func(at string) []string {
		return []string{
			"CIS 5.4.1 (high): " + at + "vpc_config[0].endpoint_private_access: private endpoint is off." + fix541,
			"CIS 5.4.2 (medium): " + at + "vpc_config[0].endpoint_private_access: private endpoint is off." + fix542,
		}
	}
	publicOn := "CIS 5.4.2 (medium): vpc_config[0].endpoint_public_access: public endpoint is on." + fix542
	for name, test := range map[string]struct {
		function string
		argument attr.Value
		want     []string
	}{
		"a good cluster":                   {"eks_failures", good, []string{}},
		"a bad cluster":                    {"eks_failures", bad, private("")},
		"null":                             {"eks_failures", nothing(), []string{}},
		"count 0":                          {"eks_failures", tuple(), []string{}},
		"for_each over nothing":            {"eks_failures", object(nil), []string{}},
		"count":                            {"eks_failures", tuple(good, bad), private("aws_eks_cluster.given[1]: ")},
		"for_each":                         {"eks_failures", object(args{"a": good, "b": bad}), private(`aws_eks_cluster.given["b"]: `)},
		"for_each over names of arguments": {"eks_failures", object(args{"name": good, "vpc_config": bad}), private(`aws_eks_cluster.given["vpc_config"]: `)},
		"a block as an object":             {"eks_failures", object(args{"vpc_config": object(args{"endpoint_private_access": yes(), "endpoint_public_access": no()}), "encryption_config": object(args{"resources": cidrs("secrets"), "provider": unknownText()})}), []string{}},
		"a map":                            {"eks_failures", types.MapValueMust(bad.Type(context.Background()), args{"b": bad}), private(`aws_eks_cluster.given["b"]: `)},
		"a null among them":                {"eks_failures", tuple(nothing(), bad), private("aws_eks_cluster.given[1]: ")},
		"an unknown one among them":        {"eks_failures", tuple(anything(), bad), private("aws_eks_cluster.given[1]: ")},
		"nothing known":                    {"eks_failures", anything(), []string{"(unknown)"}},
		"no leaf known":                    {"eks_failures", object(args{"name": unknownText(), "vpc_config": tuple(object(args{"endpoint_private_access": types.BoolUnknown()}))}), []string{"(unknown)"}},
		"no leaf known, but nulls":         {"eks_failures", object(args{"name": unknownText(), "tags": nothing(), "encryption_config": tuple()}), []string{"(unknown)"}},
		"unknown CIDRs are no failure":     {"eks_failures", cluster(yes(), yes(), types.SetUnknown(types.StringType)), []string{publicOn}},
		"no CIDRs are everyone":            {"eks_failures", cluster(yes(), yes(), nothing()), []string{"CIS 5.4.1 (high): vpc_config[0].public_access_cidrs is left out: EKS opens the public endpoint to 0.0.0.0/0." + fix541, publicOn}},
		"CIDRs in part unknown":            {"eks_failures", cluster(yes(), yes(), types.SetValueMust(types.StringType, []attr.Value{str("10.0.0.0/24"), unknownText()})), []string{publicOn}},
		"known fact beside unknown":        {"eks_failures", cluster(no(), types.BoolUnknown(), types.SetUnknown(types.StringType)), private("")},
		"a null switch is the default":     {"eks_failures", cluster(yes(), nothing(), cidrs("203.0.113.0/24")), []string{"CIS 5.4.2 (medium): vpc_config[0].endpoint_public_access is left out: EKS turns the public endpoint on." + fix542}},
		"a repository that is scanned":     {"ecr_failures", repository(yes()), []string{}},
		"a repository that is not":         {"ecr_failures", repository(no()), []string{"CIS 5.1.1 (medium): image_scanning_configuration[0].scan_on_push: images are not scanned on push." + fix511}},
		"a repository without the block":   {"ecr_failures", object(args{"name": str("app"), "image_scanning_configuration": tuple()}), []string{"CIS 5.1.1 (medium): image_scanning_configuration[0].scan_on_push is left out: images are not scanned on push." + fix511}},
		"a repository, not known yet":      {"ecr_failures", repository(types.BoolUnknown()), []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := call(t, test.function, test.argument)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, told(t, got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestFindings(t *testing.T) {
	for name, test := range map[string]struct {
		function string
		argument attr.Value
		want     []string
	}{
		"a cluster": {"eks_findings", cluster(yes(), yes(), types.SetUnknown(types.StringType)), []string{
			"5.2.1 manual aws_eks_cluster.given identity",
			"5.3.1 unknown aws_eks_cluster.given encryption_config[0].provider[0].key_arn",
			"5.4.1 unknown aws_eks_cluster.given vpc_config[0].public_access_cidrs",
			"5.4.2 fail aws_eks_cluster.given vpc_config[0].endpoint_public_access",
			"5.4.4 manual aws_eks_cluster.given",
			"5.5.1 unknown aws_eks_cluster.given access_config.authentication_mode",
		}},
		"a repository": {"ecr_findings", tuple(repository(no())), []string{
			"5.1.1 fail aws_ecr_repository.given[0] image_scanning_configuration[0].scan_on_push",
			"5.1.2 manual aws_ecr_repository.given[0]",
		}},
		"resources that belong together by name": {"findings", object(args{
			"aws_eks_cluster": object(args{"blue": cluster(yes(), no(), cidrs())}),
			"aws_eks_addon": tuple(object(args{
				"cluster_name": str("demo"), "addon_name": str("vpc-cni"), "configuration_values": str(`{"enableNetworkPolicy":"true"}`),
			})),
			"aws_eks_identity_provider_config": nothing(),
		}), []string{
			`5.2.1 manual aws_eks_cluster.given["blue"] identity`,
			`5.3.1 unknown aws_eks_cluster.given["blue"] encryption_config[0].provider[0].key_arn`,
			`5.4.1 pass aws_eks_cluster.given["blue"] vpc_config[0].endpoint_public_access`,
			`5.4.2 pass aws_eks_cluster.given["blue"] vpc_config[0].endpoint_public_access`,
			`5.4.4 pass aws_eks_cluster.given["blue"] aws_eks_addon.given[0].configuration_values`,
			`5.5.1 unknown aws_eks_cluster.given["blue"] access_config.authentication_mode`,
		}},
		"nothing":                  {"findings", nothing(), []string{}},
		"before anything is known": {"ecr_findings", tuple(anything()), []string{"(unknown)"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := call(t, test.function, test.argument)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, told(t, got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestRefusals: an argument that is none of a function's resources is an error
// that says what to write, never a verdict.
func TestRefusals(t *testing.T) {
	for name, test := range map[string]struct {
		function string
		argument attr.Value
		want     string
	}{
		"a text":           {"eks_failures", str("demo"), "expected the whole resource aws_eks_cluster.NAME, a list of such (count) or a map of such (for_each), found string"},
		"a part":           {"eks_failures", object(args{"endpoint_private_access": no(), "vpc_id": str("vpc-1")}), "found an object with endpoint_private_access, vpc_id"},
		"a block":          {"ecr_failures", tuple(object(args{"scan_on_push": no()})), "expected the whole resource aws_ecr_repository.NAME, a list of such (count) or a map of such (for_each), found a list of something else"},
		"a list of texts":  {"eks_findings", tuple(str("demo")), "found a list of something else"},
		"one among others": {"eks_findings", tuple(cluster(yes(), no(), cidrs()), str("demo")), "found a list of something else"},
		"no object":        {"findings", tuple(), "expected an object from resource types to resources, such as { aws_eks_cluster = aws_eks_cluster.this }"},
		"an unread type":   {"findings", object(args{"aws_s3_bucket": nothing(), "aws_eks_cluster": nothing(), "x": str("y")}), `no control reads the resource type "aws_s3_bucket"`},
		"a wrong resource": {"findings", object(args{"aws_kms_key": str("key")}), "aws_kms_key: expected the whole resource aws_kms_key.NAME"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := call(t, test.function, test.argument)
			if err == nil {
				t.Fatalf("no error, but %s", got)
			}
			if !strings.Contains(err.Text, test.want) || err.FunctionArgument == nil {
				t.Errorf("error %q on argument %v: want %q on argument 0", err.Text, err.FunctionArgument, test.want)
			}
		})
	}
}
