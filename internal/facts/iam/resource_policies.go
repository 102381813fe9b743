package iam

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// ResourcePolicies judges the policies of ECR's resources: whether they admit
// everyone, or allow everything.
type ResourcePolicies struct {
	Documents Documents
	Limits    iampolicy.Limits
}

func LimitsOf(s setting.Settings) iampolicy.Limits {
	return iampolicy.Limits{V4: s.MinPublicPrefix.V4(), V6: s.MinPublicPrefix.V6()}
}

// CheckAll judges the policy that each of the resources has in an argument;
// those that leave it out have none.
func (p ResourcePolicies) CheckAll(resources []*graph.Resource, argument string) []control.Verdict {
	var verdicts []control.Verdict
	for _, r := range resources {
		if policy := r.Attr(argument); !policy.Unset() {
			verdicts = append(verdicts, p.Check(policy))
		}
	}
	return verdicts
}

func (p ResourcePolicies) Check(policy graph.Value) control.Verdict {
	doc := p.Documents.Of(policy)
	public, wide := iampolicy.Public(doc.Document, p.Limits), iampolicy.WideActions(doc.Document)
	v, broken := doc.Broken(policy.Path())
	switch {
	case broken:
	case public.Truth == logic.Yes:
		v = control.Fail(policy, "%s", saying(doc, public.Reasons[0], "admits everyone", "admits everyone but a few"))
	case wide.Truth == logic.Yes:
		v = control.Fail(policy, "%s", saying(doc, wide.Reasons[0], "allows every ECR action", "leaves ECR writes open"))
	case public.Truth == logic.Maybe, wide.Truth == logic.Maybe:
		v = control.Unknown(policy)
	default:
		v = control.Pass(policy, "every statement that allows names who may do what")
	}
	return v.Assuming(doc.Assumes...)
}

// saying tells which statement of a policy does what, and by which words; its
// Sid and these only where they may be shown. A Not… element does the other
// thing.
func saying(doc Document, r iampolicy.Reason, what, byNot string) string {
	if doc.Secret {
		r.Sid = ""
	}
	for _, item := range r.Items {
		if strings.HasPrefix(item, "Not") {
			return r.String() + " " + byNot + ", by its " + item
		}
	}
	if doc.Secret {
		return r.String() + " " + what
	}
	return r.String() + " " + what + ": " + strings.Join(r.Items, ", ")
}
