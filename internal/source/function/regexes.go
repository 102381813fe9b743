package function

import (
	stdstrings "strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func regexes() map[string]entry {
	return map[string]entry{
		"regex":    {fn: stdlib.RegexFunc, fits: fitsRegex},
		"regexall": {fn: stdlib.RegexAllFunc, fits: fitsRegexAll},
		"replace":  {fn: replace(), fits: fitsReplace},
	}
}

// replace takes what stands between slashes for a regular expression, as
// Terraform's does and go-cty's does not.
func replace() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "str", Type: cty.String},
			{Name: "substr", Type: cty.String},
			{Name: "replace", Type: cty.String},
		},
		Type: function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if pattern, ok := slashed(args[1].AsString()); ok {
				return stdlib.RegexReplace(args[0], cty.StringVal(pattern), args[2])
			}
			return stdlib.Replace(args[0], args[1], args[2])
		},
	})
}

func slashed(substr string) (string, bool) {
	if len(substr) > 1 && stdstrings.HasPrefix(substr, "/") && stdstrings.HasSuffix(substr, "/") {
		return substr[1 : len(substr)-1], true
	}
	return "", false
}
