package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// Whatever a settings file may say, a flag may say and config show shows.
func TestOptions(t *testing.T) {
	file, err := setting.Decode("s.yaml", []byte(`
approved_registries: [a, b]
third_party_image_scanning: c
network_policy_engine: d
min_public_prefix: {ipv4: 16, ipv6: 48}
node_role_policies: [e, f]
strict: true
benchmark: eks-1.7.0
controls_files: [x.yaml, y.yaml]
controls: [5.4.1, 5.4.2]
exclude: [5.1.1]
fail_on: fail,unknown
min_severity: high
waivers: w.yaml
baseline: b.json
no_inline: true
exclude_paths: [templates, "**/x"]
`))
	if err != nil {
		t.Fatal(err)
	}
	c := (&app{}).scanCommand()
	in := inForce{file: settingsFile{path: "dir/s.yaml"}, origins: map[string]origin{}}
	if err := in.take(c, file); err != nil {
		t.Fatal(err)
	}
	got := map[string]any{}
	var names []string
	for _, v := range in.values(c) {
		names = append(names, v.Name)
		got[v.Name] = v.Value
		if v.Source != "file" || !strings.HasPrefix(v.Where, "dir/s.yaml:") {
			t.Errorf("%s comes from %s %s", v.Name, v.Source, v.Where)
		}
	}
	if diff := cmp.Diff(setting.Names(), names); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
	want := map[string]any{
		"approved_registries": []string{"a", "b"}, "third_party_image_scanning": "c", "network_policy_engine": "d",
		"min_public_prefix": "ipv4=16,ipv6=48", "node_role_policies": []string{"e", "f"}, "strict": true,
		"benchmark": []string{"eks-1.7.0"}, "controls_files": []string{"dir/x.yaml", "dir/y.yaml"}, "controls": []string{"5.4.1", "5.4.2"}, "exclude": []string{"5.1.1"},
		"fail_on": "fail,unknown", "min_severity": "high", "waivers": "dir/w.yaml", "baseline": "dir/b.json", "no_inline": true,
		"exclude_paths": []string{"templates", "**/x"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}

// The words of a settings file are those of the flags.
func TestWords(t *testing.T) {
	accepts := func(yaml string) bool {
		_, err := setting.Decode("s.yaml", []byte(yaml))
		return err == nil
	}
	for _, s := range finding.Severities() {
		if !accepts("min_severity: " + string(s)) {
			t.Errorf("a settings file knows no severity %s", s)
		}
	}
	for _, words := range []string{"none", "fail", "fail,unknown", "manual,fail", "fail,fail", "unknown", "fail,none", "pass", "", "fail,"} {
		_, err := finding.ParseFailOn(words)
		if got := accepts("fail_on: '" + words + "'"); got != (err == nil) {
			t.Errorf("fail_on: %q: a settings file accepts it %v, the flag %v", words, got, err == nil)
		}
	}
}

// A variable stands for a flag that there is, and help names it.
func TestVariables(t *testing.T) {
	c := (&app{}).scanCommand()
	for _, name := range variables() {
		if c.Flags().Lookup(name) == nil {
			t.Errorf("scan has no flag %s", name)
		}
		if !strings.Contains(c.Long, " "+variable(name)) {
			t.Errorf("help does not name %s", variable(name))
		}
	}
	for line := range strings.Lines(c.Long) {
		if len([]rune(line)) > 90 {
			t.Errorf("help has a line of %d columns: %s", len(line), line)
		}
	}
}
