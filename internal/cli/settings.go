package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// settingFlags are the settings as flags. A flag that is given wins over the
// file, whatever its value.
type settingFlags struct {
	config string
	given  setting.Settings
}

func (s *settingFlags) add(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&s.config, "config", "", "read settings from this YAML `file`; flags win over it")
	f.StringArrayVar(&s.given.ApprovedRegistries, "approved-registries", nil, "`glob` over registry/repository that images may come from; repeatable")
	f.StringVar(&s.given.ThirdPartyImageScanning, "third-party-image-scanning", "", "`name` of the product that scans images in place of ECR")
	f.StringVar(&s.given.NetworkPolicyEngine, "network-policy-engine", "", "`name` of the network policy engine installed outside Terraform")
	f.Var(prefix{&s.given.MinPublicPrefix}, "min-public-prefix", "shortest public prefix that counts as limited (8 for IPv4, 32 for IPv6)")
	f.StringArrayVar(&s.given.NodeRolePolicies, "node-role-policies", nil, "`name` or ARN of one more policy that belongs on a node role; repeatable")
	f.BoolVar(&s.given.Strict, "strict", false, "report as unknown what rests on an assumption")
}

// settings returns what is in force.
func (s *settingFlags) settings(c *cobra.Command) (setting.Settings, error) {
	var in setting.Settings
	if c.Flags().Changed("config") {
		if s.config == "" {
			return in, errors.New("--config: expected the path of a settings file, found none; is a variable unset?")
		}
		data, err := readSmall(s.config)
		if err != nil {
			return in, fmt.Errorf("reading settings: %w", err)
		}
		file, err := setting.Decode(s.config, data)
		if err != nil {
			return in, err
		}
		in = file.Settings
	}
	for name, take := range map[string]func(){
		"approved-registries":        func() { in.ApprovedRegistries = s.given.ApprovedRegistries },
		"third-party-image-scanning": func() { in.ThirdPartyImageScanning = s.given.ThirdPartyImageScanning },
		"network-policy-engine":      func() { in.NetworkPolicyEngine = s.given.NetworkPolicyEngine },
		"min-public-prefix":          func() { in.MinPublicPrefix = s.given.MinPublicPrefix },
		"node-role-policies":         func() { in.NodeRolePolicies = s.given.NodeRolePolicies },
		"strict":                     func() { in.Strict = s.given.Strict },
	} {
		if c.Flags().Changed(name) {
			take()
		}
	}
	return in, in.Check()
}

// readSmall reads a file that a person wrote. What is longer than any of those
// may be is cut, for its reader to refuse.
func readSmall(path string) ([]byte, error) {
	const most = 2 << 20
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read from
	return io.ReadAll(io.LimitReader(f, most))
}
