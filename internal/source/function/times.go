package function

import (
	"time"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func times() map[string]entry {
	return map[string]entry{
		"formatdate": {fn: stdlib.FormatDateFunc},
		"timeadd":    {fn: stdlib.TimeAddFunc},
		"timecmp":    {fn: timeCmp()},
	}
}

func timeCmp() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "timestamp_a", Type: cty.String}, {Name: "timestamp_b", Type: cty.String}},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			var moments [2]time.Time
			for i, arg := range args {
				var err error
				if moments[i], err = time.Parse(time.RFC3339, arg.AsString()); err != nil {
					return cty.NilVal, function.NewArgErrorf(i, "must be an RFC 3339 timestamp such as 2006-01-02T15:04:05Z, not %q", arg.AsString())
				}
			}
			return cty.NumberIntVal(int64(moments[0].Compare(moments[1]))), nil
		},
	})
}

// moments are the functions whose result nobody knows before Terraform runs: it
// depends on the time, on chance, on the machine, or on a private key that is
// no business of a scan.
func moments() map[string]entry {
	str := func(name string) function.Parameter { return function.Parameter{Name: name, Type: cty.String} }
	cost := function.Parameter{Name: "cost", Type: cty.Number}
	return map[string]entry{
		"abspath":       {fn: unforeseen(nil, str("path"))},
		"bcrypt":        {fn: unforeseen(&cost, str("str"))},
		"plantimestamp": {fn: unforeseen(nil)},
		"rsadecrypt":    {fn: unforeseen(nil, str("ciphertext"), str("privatekey"))},
		"timestamp":     {fn: unforeseen(nil)},
		"uuid":          {fn: unforeseen(nil)},
	}
}

func unforeseen(rest *function.Parameter, params ...function.Parameter) function.Function {
	return function.New(&function.Spec{
		Params:   params,
		VarParam: rest,
		Type:     function.StaticReturnType(cty.String),
		Impl: func([]cty.Value, cty.Type) (cty.Value, error) {
			return cty.UnknownVal(cty.String).RefineNotNull(), nil
		},
	})
}
