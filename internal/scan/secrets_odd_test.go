package scan

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
)

// TestSecretsInOddPlaces looks for one sensitive text in every format. The plan has it
// wherever a control looks, and marks it as Terraform does: not in what a provider
// makes of it, nor in what comes through a local. The same goes for its state.
func TestSecretsInOddPlaces(t *testing.T) {
	raw, err := os.ReadFile("testdata/secrets/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	var plan map[string]json.RawMessage
	if err := json.Unmarshal(raw, &plan); err != nil {
		t.Fatal(err)
	}
	state, err := json.Marshal(map[string]json.RawMessage{
		"format_version": json.RawMessage(`"1.0"`), "terraform_version": plan["terraform_version"], "values": plan["planned_values"],
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := benchmark.Open(benchmark.Latest)
	if err != nil {
		t.Fatal(err)
	}
	for name, input := range map[string][]byte{"plan": raw, "state": state} {
		report := scanned(t, markedOptions(t, b, ""), input)
		subjects := map[string]bool{}
		for _, f := range report.Findings {
			subjects[f.Address] = true
		}
		if len(subjects) < 15 {
			t.Errorf("%s: findings on %d resources, expected on more", name, len(subjects))
		}
		for i, text := range printed(t, report) {
			for _, secret := range []string{"hidden-word", "hidden-port"} {
				if at := strings.Index(text, secret); at >= 0 {
					t.Errorf("%s: format %d: …%s…", name, i, text[max(0, at-80):min(len(text), at+60)])
				}
			}
		}
	}
}
