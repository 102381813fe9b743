// Package ecr has what several controls derive about ECR: scanning rules, Inspector,
// the place of a registry, and which registries are approved.
//
// It knows no control, and not where the graph came from.
package ecr

import (
	"regexp"
	"slices"
	"strings"

	"github.com/distribution/reference"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// Registries says which registries are approved: by the setting, or without it
// those that are the plan's own.
type Registries struct {
	globs    []string
	accounts map[string]bool // AWS accounts that the plan knows as its own
}

const callerIdentityType = "aws_caller_identity"

// registryReads is what [RegistriesOf] reads.
func RegistryReads() []control.Read {
	return []control.Read{
		{Types: []string{callerIdentityType}, Arguments: []string{"account_id"}},
		{Types: []string{"provider.aws"}, Arguments: []string{"allowed_account_ids"}},
	}
}

func RegistriesOf(g *graph.Graph, s setting.Settings) Registries {
	r := Registries{globs: s.ApprovedRegistries, accounts: map[string]bool{}}
	for _, identity := range g.Data(callerIdentityType) {
		if account, ok := identity.Attr("account_id").Text(); ok {
			r.accounts[account] = true
		}
	}
	for _, aws := range g.Providers("aws") {
		accounts, _ := aws.Attr("allowed_account_ids").Strings()
		for _, account := range accounts {
			r.accounts[account] = true
		}
	}
	return r
}

// privateECR is the host of a private registry, which begins with its account:
// ECR user guide, "Private registry" and "Dual-stack endpoints".
var privateECR = regexp.MustCompile(`^(\d{12})\.(?:dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?|dkr-ecr(?:-fips)?\.[a-z0-9-]+\.on\.aws)$`)

// own reports whether a host is the private registry of one of the accounts.
func (r Registries) own(host string) bool {
	m := privateECR.FindStringSubmatch(strings.ToLower(host))
	return m != nil && r.accounts[m[1]]
}

// CheckImage judges an image that a value names, as the text that it comes to.
func (r Registries) CheckImage(v graph.Value, text string) control.Verdict {
	host, repository, ok := imageName(text)
	if !ok {
		return control.Manual(v, "%s is not the name of an image", control.Bare(control.Show(v)))
	}
	return r.Check(v, "the image "+shown(v, host+"/"+repository), host, host, repository)
}

// Check says whether something is approved that comes from somewhere: a host,
// and one of its names there.
func (r Registries) Check(v graph.Value, what, from, host string, names ...string) control.Verdict {
	from = shown(v, from)
	switch {
	case len(r.globs) > 0:
		for _, name := range names {
			if r.approved(host, name) {
				return control.Pass(v, "%s comes from %s, which is approved", what, from)
			}
		}
		return control.Fail(v, "%s comes from %s, and approved_registries does not match it", what, from)
	case r.own(host):
		return control.Pass(v, "%s comes from %s, the account's own registry", what, from)
	}
	return control.Manual(v, "%s comes from %s, and approved_registries is not set", what, from)
}

// shown is a text made of a value, unless the value is sensitive.
func shown(v graph.Value, text string) string {
	if v.Sensitive() {
		return finding.Redacted
	}
	return text
}

// DockerHub spells the hosts of Docker Hub as images do, in a host or in a
// glob of one: caches and charts name those of its API.
func DockerHub(host string) string {
	switch host = strings.ToLower(host); host {
	case "index.docker.io", "registry-1.docker.io":
		return "docker.io"
	}
	return host
}

// Partly reports whether some of a registry may be approved.
func (r Registries) Partly(host string) bool {
	return slices.ContainsFunc(r.globs, func(glob string) bool {
		hostGlob, _, _ := strings.Cut(glob, "/")
		return matchStars(DockerHub(hostGlob), DockerHub(host))
	})
}

func (r Registries) approved(host, name string) bool {
	host = DockerHub(host)
	for _, glob := range r.globs {
		hostGlob, nameGlob, named := strings.Cut(glob, "/")
		if !named {
			nameGlob = "*" // a registry alone stands for all that it holds
		}
		// A host's `*` never reaches into the name: another registry's
		// repository could be called like an approved registry.
		if matchStars(DockerHub(hostGlob), host) && matchStars(nameGlob, name) {
			return true
		}
	}
	return false
}

// imageName brings an image to registry and repository, as a container runtime
// does: "nginx" is docker.io/library/nginx.
func imageName(image string) (host, repository string, ok bool) {
	named, err := reference.ParseNormalizedNamed(control.Bare(image))
	if err != nil {
		return "", "", false
	}
	return reference.Domain(named), reference.Path(named), true
}
