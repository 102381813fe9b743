package scan

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// allControls are options that evaluate every control.
func allControls(t *testing.T) Options {
	t.Helper()
	b, err := benchmark.Open(benchmark.Default)
	if err != nil {
		t.Fatal(err)
	}
	a, err := assess.New(b, controls.Table(), setting.Settings{}, assess.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	return Options{Assessor: a, Tool: finding.Tool{Name: "cisbench", Version: "v0"}, Stdin: strings.NewReader("")}
}

// The examples spell one stack in three regions in three ways. Every finding says
// which region it is about, and what is said of a region is the same in each way.
func TestRegions(t *testing.T) {
	want := []string{
		"5.1.1 fail ap-southeast-1", "5.1.1 pass eu-west-1", "5.1.1 pass us-east-1",
		"5.4.2 pass ap-southeast-1", "5.4.2 pass eu-west-1", "5.4.2 pass us-east-1",
		"5.4.4 fail us-east-1", "5.4.4 pass ap-southeast-1", "5.4.4 pass eu-west-1",
	}
	place := regexp.MustCompile(` \(in ([a-z0-9-]+)\)$`)
	for _, dir := range []string{"aliases", "region", "for_each"} {
		report, _, errs := Run(context.Background(), []string{"../../examples/regions/" + dir}, allControls(t))
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		var got []string
		for _, f := range report.Findings {
			if f.Address == "" {
				continue
			}
			m := place.FindStringSubmatch(f.Message)
			if m == nil {
				t.Errorf("%s: %s %s does not say which region it is about: %s", dir, f.Control, f.Address, f.Message)
				continue
			}
			if strings.HasPrefix(f.Control, "5.1.1") || f.Control == "5.4.2" || f.Control == "5.4.4" {
				got = append(got, f.Control+" "+string(f.Status)+" "+m[1])
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", dir, diff)
		}
	}
}

// One region needs no mention.
func TestOneRegion(t *testing.T) {
	report, _, errs := Run(context.Background(), []string{"../../examples/insecure"}, allControls(t))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for _, f := range report.Findings {
		if f.Status == finding.Fail && strings.Contains(f.Message, " (in ") {
			t.Errorf("%s: %s", f.Address, f.Message)
		}
	}
}
