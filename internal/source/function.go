package source

import (
	"errors"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyfunction "github.com/zclconf/go-cty/cty/function"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/function"
)

// errElsewhere is why a file is not read that another machine may have.
var errElsewhere = errors.New("its path is not one in the scanned directory")

// table is the functions of Terraform's language. Paths in them are relative to
// the root module's directory, as they are for Terraform where it is run there.
func (l *loader) table(dir string) map[string]ctyfunction.Function {
	return function.Table(function.Env{
		Read: func(name string) ([]byte, error) {
			if path.IsAbs(name) || strings.HasPrefix(name, "~") {
				return nil, errElsewhere
			}
			name = path.Join(dir, name)
			l.data[name] = true
			return l.files.ReadData(name)
		},
		Unread: func(err error) any {
			if why := config.Unread(err); why != nil {
				return openMark{"a file that is not read (" + why.Error() + ")"}
			}
			return openMark{"a file that cannot be read"}
		},
		Nesting: func(src []byte) error {
			return config.CheckTemplate(src, "template", hcl.InitialPos)
		},
		Evaluate: func(e hcl.Expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
			if native, ok := e.(hclsyntax.Expression); ok {
				e = rewriter{l.meter, l.functions}.expression(native)
			}
			return e.Value(ctx)
		},
		Sensitive: graph.SensitiveMark,
		Secret:    isSecret,
		Budget:    l.budget,
	})
}
