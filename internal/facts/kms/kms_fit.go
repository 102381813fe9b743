package kms

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// unfit says why a key cannot encrypt secrets, or that this is not known yet;
// ok is false when nothing speaks against it.
func unfit(arn graph.Value, key *graph.Resource) (v control.Verdict, ok bool) {
	enabled := key.Attr("is_enabled")
	if enabled.Unset() {
		enabled = key.Arg("enabled")
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
// symmetric keys alone. They are arguments of aws_kms_key; the other types compute
// them, and what is computed speaks neither for nor against a key before it is
// known.
func unfitMaterial(arn graph.Value, key *graph.Resource) (v control.Verdict, ok bool) {
	spec, usage := key.Attr("customer_master_key_spec"), key.Attr("key_usage")
	if spec.Unset() {
		spec = key.Attr("key_spec")
	}
	if text, known := spec.Text(); known && text != "SYMMETRIC_DEFAULT" {
		return control.Fail(arn, "the key %s is not symmetric: its spec is %s", key, control.Show(spec)).Because(spec), true
	}
	if text, known := usage.Text(); known && text != "ENCRYPT_DECRYPT" {
		return control.Fail(arn, "the key %s is not for encryption: its usage is %s", key, control.Show(usage)).Because(usage), true
	}
	for _, argument := range []graph.Value{spec, usage} {
		if argument.Unknown() && (key.Type == kmsKeyType || given(argument)) {
			return control.Unknown(argument), true
		}
	}
	return control.Verdict{}, false
}

// given reports whether an unknown argument is written: later versions of the
// provider take for other keys, too, what earlier ones compute.
func given(v graph.Value) bool {
	o := v.Origins()
	return len(o.Refs)+len(o.Others)+len(o.Unresolved)+len(o.Locals) > 0
}
