package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/baseline"
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

func (a *app) schemaCommand() *cobra.Command {
	names := []string{"report", "settings", "waivers", "baseline", "controls"}
	return &cobra.Command{
		Use:       "schema " + strings.Join(names, "|"),
		Short:     "Print the JSON Schema of the report, or of a file of settings, waivers, known failures or controls",
		ValidArgs: names,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("schema: expected one of %s", strings.Join(names, ", "))
			}
			var schema []byte
			switch args[0] {
			case "report":
				schema = finding.Schema()
			case "settings":
				schema = setting.Schema()
			case "waivers":
				schema = setting.WaiversSchema()
			case "baseline":
				schema = baseline.Schema()
			case "controls":
				schema = benchmark.Schema()
			default:
				return fmt.Errorf("unknown schema %q: expected one of %s", args[0], strings.Join(names, ", "))
			}
			_, err := a.stdout.Write(schema)
			return err
		},
	}
}
