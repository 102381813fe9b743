package cli

import (
	"strconv"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// option is what a settings file may set. Each has a flag that says the same,
// and the file's values go the flag's way, so that there is one account of them.
type option struct {
	name  string // in the file
	flag  string
	unset string // what holds when nobody says, where the flag's default does not tell
	path  bool   // of a file, from the settings file's directory
	texts func(setting.File) []string
}

// options lists them as the schema of the file does.
func options() []option {
	return []option{
		{name: "approved_registries", flag: "approved-registries",
			texts: func(f setting.File) []string { return f.Settings.ApprovedRegistries }},
		{name: "third_party_image_scanning", flag: "third-party-image-scanning",
			texts: func(f setting.File) []string { return []string{f.Settings.ThirdPartyImageScanning} }},
		{name: "network_policy_engine", flag: "network-policy-engine",
			texts: func(f setting.File) []string { return []string{f.Settings.NetworkPolicyEngine} }},
		{name: "min_public_prefix", flag: "min-public-prefix", unset: lengths(setting.Prefix{}.V4(), setting.Prefix{}.V6()),
			texts: func(f setting.File) []string {
				return []string{lengths(f.Settings.MinPublicPrefix.IPv4, f.Settings.MinPublicPrefix.IPv6)}
			}},
		{name: "node_role_policies", flag: "node-role-policies",
			texts: func(f setting.File) []string { return f.Settings.NodeRolePolicies }},
		{name: "strict", flag: "strict",
			texts: func(f setting.File) []string { return []string{strconv.FormatBool(f.Settings.Strict)} }},
		{name: "benchmark", flag: "benchmark", path: true,
			texts: func(f setting.File) []string { return []string{f.Options.Benchmark} }},
		{name: "controls_files", flag: controlsFileFlag, path: true,
			texts: func(f setting.File) []string { return f.Options.ControlsFiles }},
		{name: "controls", flag: "control",
			texts: func(f setting.File) []string { return f.Options.Controls }},
		{name: "exclude", flag: "exclude",
			texts: func(f setting.File) []string { return f.Options.Exclude }},
		{name: "fail_on", flag: "fail-on",
			texts: func(f setting.File) []string { return []string{f.Options.FailOn} }},
		{name: "min_severity", flag: "min-severity",
			texts: func(f setting.File) []string { return []string{f.Options.MinSeverity} }},
		{name: "waivers", flag: "waivers", path: true,
			texts: func(f setting.File) []string { return []string{f.Options.Waivers} }},
		{name: "baseline", flag: "baseline", path: true,
			texts: func(f setting.File) []string { return []string{f.Options.Baseline} }},
		{name: "no_inline", flag: "no-inline",
			texts: func(f setting.File) []string { return []string{strconv.FormatBool(f.Options.NoInline)} }},
		{name: "exclude_paths", flag: "exclude-path",
			texts: func(f setting.File) []string { return f.Options.ExcludePaths }},
	}
}

// lengths words prefix lengths as --min-public-prefix takes them; 0 stands for
// one that is not set.
func lengths(ipv4, ipv6 int) string {
	var parts []string
	if ipv4 != 0 {
		parts = append(parts, "ipv4="+strconv.Itoa(ipv4))
	}
	if ipv6 != 0 {
		parts = append(parts, "ipv6="+strconv.Itoa(ipv6))
	}
	return strings.Join(parts, ",")
}

// optionFlags lists the flags by which a settings file is chosen, and those that
// it may set.
func optionFlags() []string {
	names := []string{"config"}
	for _, o := range options() {
		names = append(names, o.flag)
	}
	return names
}

// variables lists the flags for which a variable of the environment may stand.
// What writes a file, or has a program run, is for the command line alone.
func variables() []string {
	return append(optionFlags(), "format", "color", "soft-fail", "allow-errored")
}

// variable is the name of the one for a flag.
func variable(flag string) string {
	return "CISBENCH_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// environmentHelp says what variables there are, in a command's long help.
func environmentHelp() string {
	const width = 80
	var b strings.Builder
	b.WriteString("Variables of the environment stand for flags that are not given; lists have\nspaces between their entries:")
	column := width
	for _, flag := range variables() {
		name := variable(flag)
		if column+1+len(name) > width {
			b.WriteString("\n ")
			column = 1
		}
		b.WriteString(" " + name)
		column += 1 + len(name)
	}
	return b.String()
}
