package setting

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDecode(t *testing.T) {
	tests := []struct {
		name, yaml string
		want       Settings
	}{
		{"empty", "", Settings{}},
		{"comments alone", "# nothing is set\n", Settings{}},
		{"null document", "---\n", Settings{}},
		{"everything", `
approved_registries:
  - 111122223333.dkr.ecr.*.amazonaws.com/*
  - "quay.io/acme/*"
third_party_image_scanning: Trivy
network_policy_engine: cilium
min_public_prefix: {ipv4: 16, ipv6: 48}
node_role_policies: [AcmeNode]
strict: true
`, Settings{
			ApprovedRegistries:      []string{"111122223333.dkr.ecr.*.amazonaws.com/*", "quay.io/acme/*"},
			ThirdPartyImageScanning: "Trivy",
			NetworkPolicyEngine:     "cilium",
			MinPublicPrefix:         Prefix{IPv4: 16, IPv6: 48},
			NodeRolePolicies:        []string{"AcmeNode"},
			Strict:                  true,
		}},
		{"a number is for IPv4", "min_public_prefix: 24", Settings{MinPublicPrefix: Prefix{IPv4: 24}}},
		{"one version alone", "min_public_prefix:\n  ipv6: 56", Settings{MinPublicPrefix: Prefix{IPv6: 56}}},
		{"null is not set", "min_public_prefix:\napproved_registries: ~\nstrict: ~", Settings{}},
		{"aliases", "approved_registries: &a [x]\nnode_role_policies: *a", Settings{
			ApprovedRegistries: []string{"x"}, NodeRolePolicies: []string{"x"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Decode("s.yaml", []byte(tt.yaml))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.Settings); diff != "" {
				t.Errorf("settings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeOptions(t *testing.T) {
	got, err := Decode("s.yaml", []byte(`
benchmark: eks-1.7.0
controls_files: [rules/own.yaml]
controls: [5.4.1, endpoint-private]
exclude: [5.1.1]

fail_on: fail,unknown
min_severity: high
waivers: ci/waivers.yaml
baseline: ci/baseline.json
no_inline: true
exclude_paths: [templates]
strict: false
network_policy_engine:
`))
	if err != nil {
		t.Fatal(err)
	}
	want := File{
		Options: Options{Benchmark: "eks-1.7.0", ControlsFiles: []string{"rules/own.yaml"},
			Controls: []string{"5.4.1", "endpoint-private"}, Exclude: []string{"5.1.1"},
			FailOn: "fail,unknown", MinSeverity: "high", Waivers: "ci/waivers.yaml", Baseline: "ci/baseline.json", NoInline: true,
			ExcludePaths: []string{"templates"}},
		Lines: map[string]int{"benchmark": 2, "controls_files": 3, "controls": 4, "exclude": 5, "fail_on": 7, "min_severity": 8,
			"waivers": 9, "baseline": 10, "no_inline": 11, "exclude_paths": 12, "strict": 13},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
}

func TestDecodeErrors(t *testing.T) {
	tests := []struct {
		name, yaml, want string
	}{
		{"unknown setting", "strict: true\napproved_registrys: [a]",
			`s.yaml:2: unknown key: expected one of approved_registries, ` +
				`third_party_image_scanning, network_policy_engine, min_public_prefix, node_role_policies, strict, ` +
				`benchmark, controls_files, controls, exclude, fail_on, min_severity, waivers, baseline, no_inline, exclude_paths`},
		{"unknown version", "min_public_prefix:\n  ipv5: 3", "s.yaml:2: min_public_prefix: unknown key: expected ipv4 or ipv6"},
		{"no mapping", "- a", "s.yaml:1: expected a mapping with approved_registries, third_party_image_scanning, network_policy_engine, min_public_prefix, node_role_policies, strict, benchmark, controls_files, controls, exclude, fail_on, min_severity, waivers, baseline, no_inline, exclude_paths, found a list"},
		{"list wanted", "approved_registries: '*'", "s.yaml:1: approved_registries: expected a list, found text"},
		{"text wanted", "network_policy_engine: true", "s.yaml:1: network_policy_engine: expected text, found true or false: put text in quotes"},
		{"text in list wanted", "node_role_policies:\n  - a\n  - {b: c}", "s.yaml:3: node_role_policies[1]: expected a name without spaces, found a mapping"},
		{"bool wanted", "strict: maybe", "s.yaml:1: strict: expected true or false, found text"},
		{"number wanted", "min_public_prefix: wide", "s.yaml:1: min_public_prefix: expected a prefix length from 1 to 32, or a mapping with ipv4 and ipv6, found text"},
		{"whole number wanted", "min_public_prefix: 8.5", "s.yaml:1: min_public_prefix: expected a prefix length from 1 to 32, or a mapping with ipv4 and ipv6, found a number"},
		{"prefix of nothing", "min_public_prefix: 0", "s.yaml:1: min_public_prefix: expected a prefix length from 1 to 32, or a mapping with ipv4 and ipv6"},
		{"IPv4 too long", "\nmin_public_prefix: 33", "s.yaml:2: min_public_prefix: expected a prefix length from 1 to 32, or a mapping with ipv4 and ipv6"},
		{"IPv6 too long", "min_public_prefix:\n  ipv6: 129", "s.yaml:2: min_public_prefix.ipv6: expected a prefix length from 1 to 128"},
		{"prefix list", "min_public_prefix: [8]", "s.yaml:1: min_public_prefix: expected a prefix length from 1 to 32, or a mapping with ipv4 and ipv6, found a list"},
		{"empty entry", "approved_registries:\n  - ''", "s.yaml:2: approved_registries[0]: expected a name without spaces"},
		{"spaces in entry", "approved_registries: ['a b']", "s.yaml:1: approved_registries[0]: expected a name without spaces"},
		{"two problems", "strict: 3\nmin_public_prefix: 99",
			"s.yaml:1: strict: expected true or false, found a number\n" +
				"s.yaml:2: min_public_prefix: expected a prefix length from 1 to 32, or a mapping with ipv4 and ipv6"},
		{"null entry", "approved_registries: [~, a]", "s.yaml:1: approved_registries[0]: expected a name without spaces, found nothing"},
		{"number for text", "benchmark: 1.5", "s.yaml:1: benchmark: expected text that is not empty, found a number: put text in quotes"},
		{"registry that begins with a star", "approved_registries:\n  - *.dkr.ecr.eu-west-1.amazonaws.com/*",
			"s.yaml:2: the name of an alias or anchor is missing: put text that begins with * or & in quotes"},
		{"policies without a letter", "node_role_policies: [a, '-']", "s.yaml:1: node_role_policies[1]: expected text with a letter or a digit"},
		{"yes", "strict: yes", "s.yaml:1: strict: expected true or false, found text"},
		{"two documents", "strict: true\n---\nstrict: false", "s.yaml:2: a second YAML document begins here: expected one document"},
		{"broken second document", "strict: true\n---\n[", "s.yaml:3: did not find expected node content"},
		{"duplicate key", "strict: true\nstrict: false", `s.yaml:2: a key is given twice, first at line 1`},
		{"broken YAML", "strict: [", "s.yaml:1: did not find expected node content"},
		{"self anchor", "approved_registries: &a [*a]", "s.yaml:1: an alias is part of what it stands for"},
		{"empty path", "waivers: ' '", "s.yaml:1: waivers: expected text that is not empty"},
		{"no severity", "min_severity: severe", "s.yaml:1: min_severity: expected one of low, medium, high, critical"},
		{"no list of statuses", "fail_on: fail,",
			"s.yaml:1: fail_on: expected none, or a list of fail, unknown, manual and incomplete, such as fail,unknown"},
		{"unknown status", "fail_on: fail,pass",
			"s.yaml:1: fail_on: expected none, or a list of fail, unknown, manual and incomplete, such as fail,unknown"},
		{"merged keys", "<<: {strict: true}", "s.yaml:1: unknown key: expected one of approved_registries, third_party_image_scanning, network_policy_engine, min_public_prefix, node_role_policies, strict, benchmark, controls_files, controls, exclude, fail_on, min_severity, waivers, baseline, no_inline, exclude_paths"},
		{"unknown anchor", "strict: *a", "s.yaml:1: an alias of an unknown anchor: put text that begins with * or & in quotes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Decode("s.yaml", []byte(tt.yaml))
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

// A pull request's author may write the settings file too.
func TestDecodeHostile(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'i'; c++ {
		prev := string(c - 1)
		bomb += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+prev+",", 8) + "*" + prev + "]\n"
	}
	tests := []struct {
		name, yaml string
	}{
		{"alias bomb", bomb},
		{"alias bomb in a setting", "approved_registries: &a [x,x]\nnode_role_policies: &b [*a,*a,*a]"},
		{"deep flow", "strict: " + strings.Repeat("[", 20_000)},
		{"deep closed flow", "strict: " + strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000)},
		{"deep block", "strict:\n" + strings.Repeat("- ", 20_000) + "x"},
		{"large", "# " + strings.Repeat("x", 64<<10)},
		{"binary", "\x00\x01\x02"},
		{"UTF-16", "\xff\xfes\x00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Decode("s.yaml", []byte(tt.yaml))
			if err == nil {
				t.Fatalf("no error; got %+v", got)
			}
			if len(err.Error()) > 4000 {
				t.Errorf("error of %d bytes", len(err.Error()))
			}
		})
	}
}

func TestCheck(t *testing.T) {
	tests := []struct {
		settings Settings
		want     string
	}{
		{Settings{}, ""},
		{Settings{MinPublicPrefix: Prefix{IPv4: 32, IPv6: 128}}, ""},
		{Settings{MinPublicPrefix: Prefix{IPv4: -1}}, "min_public_prefix: expected a prefix length from 1 to 32, found -1"},
		{Settings{MinPublicPrefix: Prefix{IPv6: 129}}, "min_public_prefix: expected a prefix length from 1 to 128, found 129"},
		{Settings{ApprovedRegistries: []string{"a", " "}}, `approved_registries: expected a name without spaces, found " "`},
		{Settings{NodeRolePolicies: []string{""}}, `node_role_policies: expected a name without spaces, found ""`},
	}
	for _, tt := range tests {
		var got string
		if err := tt.settings.Check(); err != nil {
			got = err.Error()
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", tt.settings, diff)
		}
	}
}

func TestPrefixDefaults(t *testing.T) {
	if p := (Prefix{}); p.V4() != DefaultIPv4Prefix || p.V6() != DefaultIPv6Prefix {
		t.Errorf("defaults %d and %d", p.V4(), p.V6())
	}
	if p := (Prefix{IPv4: 16, IPv6: 48}); p.V4() != 16 || p.V6() != 48 {
		t.Errorf("set to 16 and 48, found %d and %d", p.V4(), p.V6())
	}
}

func FuzzSettings(f *testing.F) {
	for _, seed := range []string{
		"approved_registries: [a]\nmin_public_prefix: 8\nstrict: true",
		"min_public_prefix: {ipv4: 8, ipv6: 32}",
		"benchmark: x\ncontrols: [a]\nexclude: [b]\nfail_on: fail,unknown\nmin_severity: high",
		"waivers: w.yaml\nbaseline: b.json\nno_inline: true\n<<: {strict: true}",
		"approved_registries: &a [*a]",
		"- &a [*a]\n---\n",
		"strict: !!binary YQ==",
		"? [a]\n: b",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Decode("s.yaml", data)
		if err != nil {
			return
		}
		if err := s.Settings.Check(); err != nil {
			t.Errorf("accepted what Check refuses: %v", err)
		}
	})
}
