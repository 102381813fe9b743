package plan

import (
	"strings"

	"github.com/hashicorp/go-version"
)

// noteHost notes the registry of a provider, by its full name. Each program writes its
// own for a provider that is required without a host.
func (ix *index) noteHost(name string) {
	ix.terraform = ix.terraform || strings.HasPrefix(name, "registry.terraform.io/")
	ix.openTofu = ix.openTofu || strings.HasPrefix(name, "registry.opentofu.org/")
}

// program is the program that made the plan, "" if it cannot be determined.
func (ix *index) program() string {
	switch {
	case ix.terraform && !ix.openTofu:
		return "terraform"
	case ix.openTofu && !ix.terraform:
		return "opentofu"
	}
	return ""
}

// mayTurnOff reports whether lifecycle { enabled } may be why the plan does not have a
// block that its configuration has: OpenTofu knows it since version 1.11.
func (ix *index) mayTurnOff() bool {
	v, err := version.NewVersion(ix.terraformVersion)
	return ix.program() == "opentofu" && err == nil && (v.Segments()[0] > 1 || v.Segments()[1] >= 11)
}
