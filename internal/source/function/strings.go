package function

import (
	stdstrings "strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func strings() map[string]entry {
	return map[string]entry{
		"chomp":       {fn: stdlib.ChompFunc},
		"endswith":    {fn: compared("suffix", stdstrings.HasSuffix)},
		"format":      {fn: stdlib.FormatFunc, fits: fitsFormat},
		"formatlist":  {fn: stdlib.FormatListFunc, fits: fitsFormat},
		"indent":      {fn: stdlib.IndentFunc, fits: fitsIndent},
		"join":        {fn: stdlib.JoinFunc, fits: fitsJoin},
		"lower":       {fn: stdlib.LowerFunc},
		"sort":        {fn: stdlib.SortFunc},
		"split":       {fn: stdlib.SplitFunc, fits: fitsSplit},
		"startswith":  {fn: startsWith()},
		"strcontains": {fn: compared("substr", stdstrings.Contains)},
		"strrev":      {fn: stdlib.ReverseFunc},
		"substr":      {fn: stdlib.SubstrFunc},
		"title":       {fn: stdlib.TitleFunc},
		"trim":        {fn: stdlib.TrimFunc, fits: fitsTrim},
		"trimprefix":  {fn: stdlib.TrimPrefixFunc},
		"trimspace":   {fn: stdlib.TrimSpaceFunc},
		"trimsuffix":  {fn: stdlib.TrimSuffixFunc},
		"upper":       {fn: stdlib.UpperFunc},
	}
}

// compared is a question about two strings.
func compared(second string, answer func(s, second string) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "str", Type: cty.String}, {Name: second, Type: cty.String}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(answer(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

// startsWith can answer for an unknown string of which a long enough prefix is
// known, such as "arn:aws:iam::${var.account}:root".
func startsWith() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "str", Type: cty.String, AllowUnknown: true},
			{Name: "prefix", Type: cty.String},
		},
		Type: function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			prefix := args[1].AsString()
			if args[0].IsKnown() {
				return cty.BoolVal(stdstrings.HasPrefix(args[0].AsString(), prefix)), nil
			}
			known := args[0].Range().StringPrefix()
			switch {
			case stdstrings.HasPrefix(known, prefix):
				return cty.True, nil
			case !stdstrings.HasPrefix(prefix, known):
				return cty.False, nil
			default:
				return cty.UnknownVal(cty.Bool), nil
			}
		},
	})
}

// text has one string and returns another.
func text(param string, impl func(string) (string, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: param, Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		RefineResult: func(b *cty.RefinementBuilder) *cty.RefinementBuilder {
			return b.NotNull()
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			s, err := impl(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return cty.StringVal(s), nil
		},
	})
}
