package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// checked holds a text to a check whose error says what to write instead.
type checked struct{ check func(string) error }

func (checked) Description(context.Context) string {
	return "one of the words that the description lists"
}
func (v checked) MarkdownDescription(c context.Context) string { return v.Description(c) }

func (v checked) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := v.check(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Unusable "+req.Path.String(), paragraphs(err))
	}
}

func checkBenchmark(version string) error {
	_, err := benchmark.Open(version)
	return err
}

func checkFailOn(text string) error {
	_, err := finding.ParseFailOn(text)
	return err
}

func checkSeverity(text string) error {
	_, err := finding.ParseSeverity(text)
	return err
}
