package source

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// TestLikeTerraform plans configurations that need no provider's plugin and
// compares the outputs that Terraform gives with those that are evaluated. What
// is known only after apply must not be known here; all else must be the same.
func TestLikeTerraform(t *testing.T) {
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("not compared: there is no terraform on PATH")
	}
	if testing.Short() {
		t.Skip("not compared: it takes seconds")
	}
	names, err := filepath.Glob("testdata/terraform/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			dir := write(t, archive)
			want := planned(t, terraform, dir)
			root := load(t, dir, ".", judged())
			if len(want) == 0 || len(root.module.config.Outputs) < len(want) {
				t.Fatalf("%d outputs, of which %d are planned", len(root.module.config.Outputs), len(want))
			}
			for _, output := range sorted(root.module.config.Outputs) {
				got, _ := root.module.output(output).UnmarkDeep()
				value, known := want[output]
				if !known {
					if got.IsWhollyKnown() {
						t.Errorf("output.%s is known only after apply, and %s here", output, text(got))
					}
					continue
				}
				if !got.IsWhollyKnown() {
					t.Errorf("output.%s is not known here, and %v to Terraform", output, value)
					continue
				}
				raw, err := ctyjson.Marshal(got, got.Type())
				if err != nil {
					t.Fatal(err)
				}
				var mine any
				if err := json.Unmarshal(raw, &mine); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(value, mine); diff != "" {
					t.Errorf("output.%s (-Terraform +here):\n%s", output, diff)
				}
			}
		})
	}
}

// planned returns the outputs of a plan that are known.
func planned(t *testing.T, terraform, dir string) map[string]any {
	t.Helper()
	run := func(args ...string) []byte {
		t.Helper()
		cmd := exec.Command(terraform, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_CLI_ARGS=")
		out, err := cmd.Output()
		if err != nil {
			stderr := ""
			if exit, ok := err.(*exec.ExitError); ok {
				stderr = string(exit.Stderr)
			}
			t.Fatalf("terraform %v: %v\n%s", args, err, stderr)
		}
		return out
	}
	run("init", "-input=false", "-no-color")
	run("plan", "-input=false", "-no-color", "-out=tfplan")
	var plan struct {
		PlannedValues struct {
			Outputs map[string]struct{ Value any }
		} `json:"planned_values"`
		OutputChanges map[string]struct {
			AfterUnknown any `json:"after_unknown"`
		} `json:"output_changes"`
	}
	if err := json.Unmarshal(run("show", "-json", "tfplan"), &plan); err != nil {
		t.Fatal(err)
	}
	outputs := map[string]any{}
	for name, change := range plan.OutputChanges {
		if change.AfterUnknown == false {
			outputs[name] = plan.PlannedValues.Outputs[name].Value
		}
	}
	return outputs
}
