package usercontrol

import (
	"maps"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	ctyfunction "github.com/zclconf/go-cty/cty/function"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/function"
)

// functions are Terraform's own, but for those that a condition must not call.
func functions(b *function.Budget) map[string]ctyfunction.Function {
	table := function.Table(function.Env{Sensitive: graph.SensitiveMark, Budget: b})
	maps.DeleteFunc(table, func(name string, _ ctyfunction.Function) bool {
		return withheld()[name] != "" || strings.HasPrefix(name, "core::")
	})
	return table
}

// withheld are Terraform's functions that are no use in a condition, and why.
func withheld() map[string]string {
	const (
		reads  = "it reads files, and a condition is about what is planned"
		moment = "its result differs from run to run"
		secret = "it would let a message print what is sensitive"
	)
	return map[string]string{
		"abspath": reads, "file": reads, "filebase64": reads, "filebase64sha256": reads,
		"filebase64sha512": reads, "fileexists": reads, "filemd5": reads, "fileset": reads, "filesha1": reads,
		"filesha256": reads, "filesha512": reads, "pathexpand": reads, "templatefile": reads, "templatestring": reads,
		"timestamp": moment, "plantimestamp": moment, "uuid": moment, "bcrypt": moment,
		"nonsensitive": secret,
	}
}

// The functions that reach other resources.
const (
	linkedName    = "linked"
	referrersName = "referrers"
	resourcesName = "resources"
)

type usage struct {
	form        string
	least, most int
}

func linkUsage() map[string]usage {
	return map[string]usage{
		linkedName:    {`linked("aws_kms_key", self.kms_key_id)`, 2, 2},
		referrersName: {`referrers("aws_ecr_lifecycle_policy", "repository")`, 2, 3},
		resourcesName: {`resources("aws_ecr_registry_policy")`, 1, 1},
	}
}

// untied is what a rule is evaluated with while a controls file is read: the
// functions that reach other resources know none.
func (m *meter) untied() *hcl.EvalContext {
	ctx := m.context()
	unknown := func([]cty.Value) (cty.Value, error) { return cty.DynamicVal, nil }
	maps.Copy(ctx.Functions, linkFunctions(unknown, unknown, unknown, unknown, unknown))
	return ctx
}
