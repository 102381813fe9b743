package iampolicy

import "strings"

// TrustsService says whether a trust policy lets an AWS service assume the
// role, for example "ec2.amazonaws.com" or "pods.eks.amazonaws.com". China's
// twin of the name (`….amazonaws.com.cn`) counts too.
func TrustsService(trust Document, service string) Truth {
	return ask([]Document{trust}, func(s Statement) (Truth, []string) {
		t := truth(s.Principals.Open).And(Maybe)
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
func (p Principal) is(kind string) Truth {
	if p.Type.Unknown {
		return Maybe
	}
	return truth(p.Type.Value == kind)
}
