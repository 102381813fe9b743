package function

import (
	ctyyaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func documents() map[string]entry {
	return map[string]entry{
		"csvdecode":  {fn: stdlib.CSVDecodeFunc, fits: fitsCSV},
		"jsondecode": {fn: stdlib.JSONDecodeFunc, fits: fitsJSON},
		"jsonencode": {fn: stdlib.JSONEncodeFunc, fits: fitsWritten},
		"yamldecode": {fn: ctyyaml.YAMLDecodeFunc, fits: fitsYAML},
		"yamlencode": {fn: ctyyaml.YAMLEncodeFunc, fits: fitsWritten},
	}
}
