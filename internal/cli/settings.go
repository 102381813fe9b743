package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// settingFlags are the settings as flags.
type settingFlags struct {
	given setting.Settings
}

func (s *settingFlags) add(c *cobra.Command) {
	f := c.Flags()
	configFlag(c)
	f.StringArrayVar(&s.given.ApprovedRegistries, "approved-registries", nil, "`glob` over registry/repository that images may come from; repeatable")
	f.StringVar(&s.given.ThirdPartyImageScanning, "third-party-image-scanning", "", "`name` of the product that scans images in place of ECR")
	f.StringVar(&s.given.NetworkPolicyEngine, "network-policy-engine", "", "`name` of the network policy engine installed outside Terraform")
	f.Var(prefix{&s.given.MinPublicPrefix}, "min-public-prefix", "shortest public prefix that counts as limited (8 for IPv4, 32 for IPv6)")
	f.StringArrayVar(&s.given.NodeRolePolicies, "node-role-policies", nil, "`name` or ARN of one more policy that belongs on a node role; repeatable")
	f.BoolVar(&s.given.Strict, "strict", false, "report as unknown what rests on an assumption")
}

// configFlag adds the flag that names the settings file, which [app.resolve] reads.
func configFlag(c *cobra.Command) {
	c.Flags().String("config", "", "read settings from this YAML `file`, and look for no .cisbench.yaml")
}

// settings returns what is in force, when the flags have been resolved.
func (s *settingFlags) settings() (setting.Settings, error) {
	return s.given, s.given.Check()
}

// readSmall reads a file that a person wrote. What is longer than any of those
// may be is cut, for its reader to refuse.
func readSmall(path string) ([]byte, error) {
	return readAtMost(path, 2<<20)
}

// readAtMost reads the beginning of a regular file: of a pipe or a device nobody
// knows whether it ends.
func readAtMost(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, cause(err))
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: expected a regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, cause(err))
	}
	defer f.Close() // only read from
	return io.ReadAll(io.LimitReader(f, most))
}
