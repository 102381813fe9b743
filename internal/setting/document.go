package setting

import "gopkg.in/yaml.v3"

// File is what a settings file says.
type File struct {
	Settings Settings
	Options  Options
	// Lines says on which line, from 1, each key stands that the file sets. A key
	// without a value sets nothing.
	Lines map[string]int
}

// Options are what a team may fix for every scan of its repository. The zero
// value of each stands for "not said".
type Options struct {
	Benchmark     string   `yaml:"benchmark"`      // version, or path of a controls file
	ControlsFiles []string `yaml:"controls_files"` // of controls beside the benchmark's, from the directory of the settings file
	Controls      []string `yaml:"controls"`       // these alone, by id or key
	Exclude       []string `yaml:"exclude"`        // not these
	FailOn        string   `yaml:"fail_on"`        // none, or fail with unknown and manual beside it
	MinSeverity   string   `yaml:"min_severity"`   // low, medium, high or critical
	Waivers       string   `yaml:"waivers"`        // path of a waivers file, from the directory of the settings file
	Baseline      string   `yaml:"baseline"`       // path of a baseline, likewise
	NoInline      bool     `yaml:"no_inline"`      // pay no heed to suppressions in source
}

// document is a settings file. The yaml package refuses every other key.
type document struct {
	ApprovedRegistries      []entry     `yaml:"approved_registries"`
	ThirdPartyImageScanning product     `yaml:"third_party_image_scanning"`
	NetworkPolicyEngine     product     `yaml:"network_policy_engine"`
	MinPublicPrefix         prefix      `yaml:"min_public_prefix"`
	NodeRolePolicies        []entry     `yaml:"node_role_policies"`
	Strict                  bool        `yaml:"strict"`
	Benchmark               some        `yaml:"benchmark"`
	ControlsFiles           []entry     `yaml:"controls_files"`
	Controls                []entry     `yaml:"controls"`
	Exclude                 []entry     `yaml:"exclude"`
	FailOn                  failOn      `yaml:"fail_on"`
	MinSeverity             minSeverity `yaml:"min_severity"`
	Waivers                 some        `yaml:"waivers"`
	Baseline                some        `yaml:"baseline"`
	NoInline                bool        `yaml:"no_inline"`

	lines keyLines
}

// UnmarshalYAML notes where the keys stand before the decoder takes their values.
func (d *document) UnmarshalYAML(unmarshal func(any) error) error {
	if err := unmarshal(&d.lines); err != nil {
		return err
	}
	type settings document // without this method
	return unmarshal((*settings)(d))
}

func (d document) file() File {
	return File{
		Settings: Settings{
			ApprovedRegistries:      texts(d.ApprovedRegistries),
			ThirdPartyImageScanning: string(d.ThirdPartyImageScanning),
			NetworkPolicyEngine:     string(d.NetworkPolicyEngine),
			MinPublicPrefix:         Prefix{IPv4: int(d.MinPublicPrefix.IPv4), IPv6: int(d.MinPublicPrefix.IPv6)},
			NodeRolePolicies:        texts(d.NodeRolePolicies),
			Strict:                  d.Strict,
		},
		Options: Options{
			Benchmark:     string(d.Benchmark),
			ControlsFiles: texts(d.ControlsFiles),
			Controls:      texts(d.Controls),
			Exclude:       texts(d.Exclude),
			FailOn:        string(d.FailOn),
			MinSeverity:   string(d.MinSeverity),
			Waivers:       string(d.Waivers),
			Baseline:      string(d.Baseline),
			NoInline:      d.NoInline,
		},
		Lines: d.lines,
	}
}

func texts(list []entry) []string {
	var all []string
	for _, e := range list {
		all = append(all, string(e))
	}
	return all
}

// keyLines looks at a mapping and takes only where its keys stand.
type keyLines map[string]int

func (k *keyLines) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return nil // the decoder refuses it in its own words
	}
	*k = keyLines{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.ShortTag() == "!!merge" { // would set keys that stand nowhere
			return at(key, "an unknown setting, <<: expected the settings themselves")
		}
		if value.ShortTag() != "!!null" {
			(*k)[key.Value] = key.Line
		}
	}
	return nil
}
