// Package setting holds what a user may set: the settings of the controls, the
// options of a scan, and waivers, in a file or as comments in source.
//
// It looks up no files and reads no environment; a front end does that and
// hands over the result.
package setting

// File is what a settings file says.
type File struct {
	Settings Settings
	Options  Options
	// Lines has the line, from 1, of each key that the file sets. A key without a value
	// sets nothing.
	Lines map[string]int
}

// Options are what a team may fix for every scan of its repository. The zero value of
// each stands for "not set".
type Options struct {
	Benchmark     string   `yaml:"benchmark"`      // version, or path of a controls file
	ControlsFiles []string `yaml:"controls_files"` // of controls next to the benchmark's, from the directory of the settings file
	Controls      []string `yaml:"controls"`       // only these, by id or key
	Exclude       []string `yaml:"exclude"`        // not these
	FailOn        string   `yaml:"fail_on"`        // none, or fail with unknown and manual next to it
	MinSeverity   string   `yaml:"min_severity"`   // low, medium, high or critical
	Waivers       string   `yaml:"waivers"`        // path of a waivers file, from the directory of the settings file
	Baseline      string   `yaml:"baseline"`       // path of a baseline, likewise
	NoInline      bool     `yaml:"no_inline"`      // ignore suppressions in source
	ExcludePaths  []string `yaml:"exclude_paths"`  // globs of directories that a scan of source leaves out, from the repository's root
}

// Settings are the facts that no plan holds and a user may state. The zero value
// is what holds when nothing is set. The names are those of .cisbench.yaml, of
// the flags (with hyphens) and of the data source's arguments.
type Settings struct {
	// ApprovedRegistries are globs over "registry/repository"; see control 5.1.4.
	ApprovedRegistries []string `yaml:"approved_registries"`
	// ThirdPartyImageScanning names the scanner that replaces ECR's; see 5.1.1.
	ThirdPartyImageScanning string `yaml:"third_party_image_scanning"`
	// NetworkPolicyEngine names an engine installed outside Terraform; see 5.4.4.
	NetworkPolicyEngine string `yaml:"network_policy_engine"`
	// MinPublicPrefix is the shortest prefix that still counts as limited.
	MinPublicPrefix Prefix `yaml:"-"` // min_public_prefix: see [Decode]
	// NodeRolePolicies are more names or ARNs for the worker baseline; see 5.2.1.
	NodeRolePolicies []string `yaml:"node_role_policies"`
	// Strict turns every pass or fail that assumes something into unknown.
	Strict bool `yaml:"strict"`
}

// Prefix is a shortest allowed prefix length, in bits, for each IP version.
// Zero means the default: see [Prefix.V4] and [Prefix.V6].
type Prefix struct {
	IPv4, IPv6 int
}

// The defaults of min_public_prefix: no organisation's office or VPN holds an
// IPv4 block wider than /8, and registries hand out IPv6 in /32 and longer.
const (
	DefaultIPv4Prefix = 8
	DefaultIPv6Prefix = 32
)

// V4 returns the shortest IPv4 prefix that counts as limited.
func (p Prefix) V4() int {
	if p.IPv4 == 0 {
		return DefaultIPv4Prefix
	}
	return p.IPv4
}

// V6 returns the shortest IPv6 prefix that counts as limited.
func (p Prefix) V6() int {
	if p.IPv6 == 0 {
		return DefaultIPv6Prefix
	}
	return p.IPv6
}
