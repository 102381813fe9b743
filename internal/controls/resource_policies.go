package controls

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// resourcePolicies judges the policies of ECR's resources: whether they admit
// everyone, or allow everything.
type resourcePolicies struct {
	documents documents
	limits    iampolicy.Limits
}

func limitsOf(s setting.Settings) iampolicy.Limits {
	return iampolicy.Limits{V4: s.MinPublicPrefix.V4(), V6: s.MinPublicPrefix.V6()}
}

// judgeAll judges the policy that each of the resources has in an argument;
// those that leave it out have none.
func (p resourcePolicies) judgeAll(resources []*graph.Resource, argument string) []control.Verdict {
	var verdicts []control.Verdict
	for _, r := range resources {
		if policy := r.Attr(argument); !policy.Unset() {
			verdicts = append(verdicts, p.judge(policy))
		}
	}
	return verdicts
}

func (p resourcePolicies) judge(policy graph.Value) control.Verdict {
	doc := p.documents.of(policy)
	public, wide := iampolicy.Public(doc.Document, p.limits), iampolicy.WideActions(doc.Document)
	var v control.Verdict
	switch {
	case doc.Err != nil:
		v = control.Manual(policy, "%s is no policy document that IAM accepts", policy.Path())
	case public.Truth == iampolicy.Yes:
		v = control.Fail(policy, "%s", saying(doc, public.Reasons[0], "admits everyone", "admits everyone but a few"))
	case wide.Truth == iampolicy.Yes:
		v = control.Fail(policy, "%s", saying(doc, wide.Reasons[0], "allows every ECR action", "leaves ECR writes open"))
	case public.Truth == iampolicy.Maybe, wide.Truth == iampolicy.Maybe:
		v = control.Unknown(policy)
	default:
		v = control.Pass(policy, "every statement that allows names who may do what")
	}
	return v.Assuming(doc.Assumes...)
}

// saying tells which statement of a policy does what, and by which words; its
// Sid and these only where they may be shown. A Not… element does the other
// thing.
func saying(doc document, r iampolicy.Reason, what, byNot string) string {
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
