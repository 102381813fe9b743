package controls

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// unfit says why a key cannot encrypt secrets, or that this is not known yet;
// ok is false when nothing speaks against it.
func unfit(arn graph.Value, key *graph.Resource) (v control.Verdict, ok bool) {
	enabled := key.Arg("enabled")
	if key.Type == kmsKeyType && key.Mode == graph.Managed {
		enabled = key.Attr("is_enabled")
	}
	if enabled.IsFalse() {
		return control.Fail(arn, "the key %s is disabled", key).Because(enabled), true
	}
	if v, ok := unfitMaterial(arn, key); ok {
		return v, true
	}
	if enabled.Unknown() {
		return control.Unknown(enabled), true
	}
	return control.Verdict{}, false
}

// unfitMaterial says why a key's material is not for encryption. EKS takes
// symmetric keys alone. What is computed is not known when a key is created, and
// then speaks neither for nor against it.
func unfitMaterial(arn graph.Value, key *graph.Resource) (v control.Verdict, ok bool) {
	spec, usage := key.Attr("key_spec"), key.Attr("key_usage")
	if key.Type == kmsKeyType && key.Mode == graph.Managed {
		spec = key.Attr("customer_master_key_spec").Or(cty.StringVal("SYMMETRIC_DEFAULT"))
		usage = usage.Or(cty.StringVal("ENCRYPT_DECRYPT"))
	}
	if text, known := spec.Text(); known && text != "SYMMETRIC_DEFAULT" {
		return control.Fail(arn, "the key %s is not symmetric: its spec is %s", key, control.Show(spec)).Because(spec), true
	}
	if text, known := usage.Text(); known && text != "ENCRYPT_DECRYPT" {
		return control.Fail(arn, "the key %s is not for encryption: its usage is %s", key, control.Show(usage)).Because(usage), true
	}
	computed := key.Type != kmsKeyType || key.Mode == graph.Data
	for _, fact := range []graph.Value{spec, usage} {
		if fact.Unknown() && !computed {
			return control.Unknown(fact), true
		}
	}
	return control.Verdict{}, false
}
