package setting

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"gopkg.in/yaml.v3"
)

// maxBytes is far above what a settings file needs. It also bounds what yaml.v3
// does with one: it compares each key of a mapping with each other.
const maxBytes = 64 << 10

// document is a settings file. The yaml package refuses every other key.
type document struct {
	ApprovedRegistries      []entry `yaml:"approved_registries"`
	ThirdPartyImageScanning name    `yaml:"third_party_image_scanning"`
	NetworkPolicyEngine     name    `yaml:"network_policy_engine"`
	MinPublicPrefix         prefix  `yaml:"min_public_prefix"`
	NodeRolePolicies        []entry `yaml:"node_role_policies"`
	Strict                  bool    `yaml:"strict"`
}

// Decode reads a settings file; file stands for it in errors. A file without a
// document, or with comments alone, sets nothing.
//
// Every problem is in the error, one a line, as "file:line: what was expected".
func Decode(file string, data []byte) (Settings, error) {
	if len(data) > maxBytes {
		return Settings{}, fmt.Errorf("%s: %d bytes: expected a settings file of at most %d", file, len(data), maxBytes)
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	var doc document
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return Settings{}, nil
	case err != nil:
		return Settings{}, fromYAML(err).in(file)
	}
	var more yaml.Node
	switch err := dec.Decode(&more); {
	case err == nil:
		return Settings{}, problems{{more.Line, "a second YAML document begins here: expected one document"}}.in(file)
	case !errors.Is(err, io.EOF):
		return Settings{}, fromYAML(err).in(file)
	}
	return doc.settings(), nil
}

func (d document) settings() Settings {
	return Settings{
		ApprovedRegistries:      texts(d.ApprovedRegistries),
		ThirdPartyImageScanning: string(d.ThirdPartyImageScanning),
		NetworkPolicyEngine:     string(d.NetworkPolicyEngine),
		MinPublicPrefix:         Prefix{IPv4: int(d.MinPublicPrefix.IPv4), IPv6: int(d.MinPublicPrefix.IPv6)},
		NodeRolePolicies:        texts(d.NodeRolePolicies),
		Strict:                  d.Strict,
	}
}

func texts(list []entry) []string {
	var all []string
	for _, e := range list {
		all = append(all, string(e))
	}
	return all
}
