package function

import "github.com/zclconf/go-cty/cty/function/stdlib"

func sets() map[string]entry {
	return map[string]entry{
		"setintersection": {fn: stdlib.SetIntersectionFunc, fits: fitsSets},
		"setproduct":      {fn: stdlib.SetProductFunc, fits: fitsProduct},
		"setsubtract":     {fn: stdlib.SetSubtractFunc, fits: fitsSets},
		"setunion":        {fn: stdlib.SetUnionFunc, fits: fitsSets},
	}
}
