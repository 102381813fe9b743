package iampolicy

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// TrustsService says whether a trust policy lets an AWS service assume the
// role, for example "ec2.amazonaws.com" or "pods.eks.amazonaws.com". China's
// twin of the name (`….amazonaws.com.cn`) counts too.
func TrustsService(trust Document, service string) logic.Truth {
	return ask([]Document{trust}, func(s Statement) (logic.Truth, []string) {
		t := logic.Of(s.Principals.Open).And(logic.Maybe)
		for _, p := range s.Principals.Items {
			named := p.IDs.any(func(id string) bool {
				return strings.EqualFold(id, service) || strings.EqualFold(id, service+".cn")
			})
			t = t.Or(p.is(Service).And(named))
		}
		return s.has(Allow).And(s.names("sts:AssumeRole")).And(t), nil
	}).Truth
}

// is says whether the principal is of the type.
func (p Principal) is(kind string) logic.Truth {
	if p.Type.Unknown {
		return logic.Maybe
	}
	return logic.Of(p.Type.Value == kind)
}
